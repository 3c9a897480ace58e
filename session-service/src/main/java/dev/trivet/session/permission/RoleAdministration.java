package dev.trivet.session.permission;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.permission.PermissionTags;
import dev.trivet.common.permission.Permissions;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Actor;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.http.SignedIn;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;

/** What administrators see of roles and do to them. */
@Singleton
class RoleAdministration {

    private final Pool pool;
    private final Pack pack;
    private final RoleStore store;
    private final Audit audit;
    private final CacheDrops drops;

    RoleAdministration(Pool pool, Pack pack, RoleStore store, Audit audit, CacheDrops drops) {
        this.pool = pool;
        this.pack = pack;
        this.store = store;
        this.audit = audit;
        this.drops = drops;
    }

    /** A role's own part, without what it inherits. */
    record Definition(List<String> inherits, List<String> permissions) {

        static Definition of(Pack.Role role) {
            return new Definition(role.inherits(), role.permissions());
        }
    }

    /**
     * A role as administrators see it.
     *
     * @param effective what it comes to with all that it inherits
     * @param pack what it would be if no administrator had changed it
     */
    record Shown(
            String name, List<String> inherits, List<String> permissions, Permissions effective, Definition pack) {}

    Uni<List<Shown>> list() {
        return store.load(pool)
                .map(roles ->
                        roles.keySet().stream().map(name -> shown(roles, name)).toList());
    }

    Uni<Shown> find(String name) {
        return store.load(pool).map(roles -> shown(roles, name));
    }

    /**
     * Makes a role what somebody wants.
     *
     * @param permissions null to leave them as they are
     * @param inherits null to leave them as they are
     */
    Uni<Shown> redefine(SignedIn who, Actor actor, String name, List<String> permissions, List<String> inherits) {
        return pool.withTransaction(transaction -> store.lock(transaction)
                        .chain(() -> rolesOf(transaction, who))
                        .chain(held -> store.load(transaction).map(Role::now).chain(before -> {
                            Administrators.require(Permissions.of(pack, new Roles(before), held));
                            requireKnown(before, name);
                            var wanted = Redefinition.of(pack, before, name, permissions, inherits);
                            wanted.check(held);
                            return wanted.changesNothing()
                                    ? Uni.createFrom().<CacheDrops.Recorded>nullItem()
                                    : write(transaction, actor, wanted);
                        })))
                .call(recorded -> recorded == null ? Uni.createFrom().voidItem() : drops.carryOut(recorded))
                .chain(() -> find(name));
    }

    /** What somebody holds now, and until the transaction is over. */
    private static Uni<List<String>> rolesOf(SqlConnection transaction, SignedIn who) {
        return transaction
                .preparedQuery("select roles from account where id = $1 and disabled_at is null for share")
                .execute(Tuple.of(who.id()))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw Problems.invalidToken("this token counts no more; refresh it, or sign in again");
                    }
                    return List.of(rows.iterator().next().getArrayOfStrings("roles"));
                });
    }

    private Uni<CacheDrops.Recorded> write(SqlConnection transaction, Actor actor, Redefinition wanted) {
        JsonObject detail = new JsonObject()
                .put("role", wanted.name())
                .put("before", json(wanted.before().get(wanted.name())))
                .put("after", json(wanted.wanted()));
        return store.decide(transaction, wanted.name(), wanted.wanted())
                .chain(() -> audit.record(
                        transaction,
                        Entry.about(Action.ROLE_REDEFINED, actor, null, null).with(detail)))
                .chain(() -> drops.record(transaction, List.of(PermissionTags.EVERYBODY)));
    }

    private Shown shown(Map<String, Role> roles, String name) {
        requireKnown(roles, name);
        Role role = roles.get(name);
        return new Shown(
                name,
                role.now().inherits(),
                role.now().permissions(),
                Permissions.of(pack, new Roles(Role.now(roles)), List.of(name)),
                Definition.of(role.pack()));
    }

    private static void requireKnown(Map<String, ?> roles, String name) {
        if (!roles.containsKey(name)) {
            throw Problems.notFound("the site has no such role");
        }
    }

    private static JsonObject json(Pack.Role role) {
        return new JsonObject()
                .put("permissions", new JsonArray(role.permissions()))
                .put("inherits", new JsonArray(role.inherits()));
    }
}
