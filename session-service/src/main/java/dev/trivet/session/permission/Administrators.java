package dev.trivet.session.permission;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.permission.Permissions;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.http.Callers;
import dev.trivet.session.http.SignedIn;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;

import java.util.Collection;

/** Those who may manage people, and what they may give to others: nothing that they have not themselves. */
@Singleton
public class Administrators {

    private final Pool pool;
    private final Callers callers;
    private final RoleStore store;
    private final Pack pack;

    Administrators(Pool pool, Callers callers, RoleStore store, Pack pack) {
        this.pool = pool;
        this.callers = callers;
        this.store = store;
        this.pack = pack;
    }

    /** Whoever is signed in, if he may manage people; 401 when nobody is, 403 when he may not. */
    public Uni<SignedIn> require(String authorization) {
        return callers.require(authorization)
                .call(who -> store.permissions(pool, who.account().roles()).invoke(Administrators::require));
    }

    /** Whoever is signed in, if he may manage people or has {@code people:<action>}; 401 or 403 else. */
    public Uni<SignedIn> require(String authorization, String action) {
        return callers.require(authorization)
                .call(who -> store.permissions(pool, who.account().roles()).invoke(permissions -> {
                    if (!manages(permissions) && !permissions.has("people", action)) {
                        throw Problems.forbidden("this needs the permission people:" + action);
                    }
                }));
    }

    /**
     * Whether somebody who holds some roles may manage people and give others these: whether he may do himself whatever they
     * permit.
     *
     * @param client the transaction that gives them; another connection, waited for within one, may never come
     */
    public Uni<Boolean> mayGrant(SqlClient client, Collection<String> held, Collection<String> given) {
        return store.load(client).map(Role::now).map(Roles::new).map(known -> {
            Permissions own = Permissions.of(pack, known, held);
            return manages(own) && own.cover(Permissions.of(pack, known, given));
        });
    }

    /** Fails with 403 where somebody concerned may do what the one who acts may not. */
    public Uni<Void> requireNoGreater(SignedIn who, Collection<String> rolesOfTheOther) {
        return mayGrant(pool, who.account().roles(), rolesOfTheOther)
                .invoke(may -> {
                    if (!may) {
                        throw Problems.forbidden("this concerns somebody who may do what you may not");
                    }
                })
                .replaceWithVoid();
    }

    static boolean manages(Permissions permissions) {
        return permissions.has("people", "admin");
    }

    static void require(Permissions permissions) {
        if (!manages(permissions)) {
            throw Problems.forbidden("this needs the permission people:admin");
        }
    }
}
