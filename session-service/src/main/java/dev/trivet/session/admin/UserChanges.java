package dev.trivet.session.admin;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Sessions.Life;
import dev.trivet.common.permission.PermissionTags;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Actor;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.http.SignedIn;
import dev.trivet.session.permission.Administrators;
import dev.trivet.session.permission.CacheDrops;
import dev.trivet.session.revocation.Change;
import dev.trivet.session.revocation.SessionEnds;
import dev.trivet.session.revocation.SessionPublisher;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What administrators change about somebody's account. Nobody gives or takes what he does not have himself, touches
 * somebody who may do more than he, or shuts himself out.
 */
@Singleton
class UserChanges {

    private final Pool pool;
    private final Administrators administrators;
    private final SessionEnds ends;
    private final SessionPublisher publisher;
    private final CacheDrops drops;
    private final Audit audit;
    private final Pack pack;

    UserChanges(
            Pool pool,
            Administrators administrators,
            SessionEnds ends,
            SessionPublisher publisher,
            CacheDrops drops,
            Audit audit,
            Pack pack) {
        this.pool = pool;
        this.administrators = administrators;
        this.ends = ends;
        this.publisher = publisher;
        this.drops = drops;
        this.audit = audit;
        this.pack = pack;
    }

    /** What is to be different; null for what is to stay. */
    record Wish(Boolean disabled, List<String> roles, String name) {}

    private record Before(boolean disabled, List<String> roles, String name) {}

    /** @param actorsRoles what whoever changes it holds at this moment; his token may say more */
    private record Locked(Before before, List<String> actorsRoles) {}

    /** Makes the changes all or none. 404, 403 or 409 when one cannot be. */
    Uni<Void> change(UUID id, Wish wish, SignedIn who, Actor actor) {
        return pool.withTransaction(transaction -> lock(transaction, id, who)
                        .call(locked -> requireAllowed(transaction, locked, wish, who, id))
                        .chain(locked -> change(transaction, id, locked.before(), wish, actor))
                        .chain(change -> drops.record(transaction, List.of(PermissionTags.of(id)))
                                .map(recorded -> new Done(change, recorded))))
                .chain(done -> tell(done).chain(() -> drops.carryOut(done.recorded())));
    }

    private record Done(Change change, CacheDrops.Recorded recorded) {}

    private Uni<Void> tell(Done done) {
        return done.change() == null ? Uni.createFrom().voidItem() : publisher.withdrew(done.change());
    }

    /**
     * Keeps anybody else from changing whom this concerns or who does it, so that of two administrators who disable each other
     * one stays.
     */
    private Uni<Locked> lock(SqlConnection transaction, UUID id, SignedIn who) {
        return transaction
                .preparedQuery("select id, disabled_at, roles, name from account where site = $1 and id = any($2)"
                        + " order by id for update")
                .execute(Tuple.of(pack.site(), new UUID[] {id, who.id()}))
                .map(rows -> {
                    Map<UUID, Before> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getUUID("id"), before(row)));
                    Before concerned = found.get(id);
                    Before actor = found.get(who.id());
                    if (concerned == null) {
                        throw Problems.notFound("there is no such person");
                    }
                    if (actor == null || actor.disabled()) {
                        throw Problems.invalidToken("this token counts no more; refresh it, or sign in again");
                    }
                    return new Locked(concerned, actor.roles());
                });
    }

    private static Before before(Row row) {
        return new Before(
                row.getOffsetDateTime("disabled_at") != null,
                List.of(row.getArrayOfStrings("roles")),
                row.getString("name"));
    }

    private Uni<Void> requireAllowed(SqlConnection transaction, Locked locked, Wish wish, SignedIn who, UUID id) {
        boolean shutsOut = Boolean.TRUE.equals(wish.disabled()) || wish.roles() != null;
        if (id.equals(who.id()) && shutsOut) {
            throw Problems.conflict("you cannot disable yourself or change your own roles; ask another administrator");
        }
        List<String> concerned = new ArrayList<>(locked.before().roles());
        if (wish.roles() != null) {
            concerned.addAll(wish.roles());
        }
        return administrators
                .mayGrant(transaction, locked.actorsRoles(), concerned)
                .invoke(may -> {
                    if (!may) {
                        throw Problems.forbidden("this concerns roles that may do what you may not");
                    }
                })
                .replaceWithVoid();
    }

    /** @return what gateways must be told, or null */
    private Uni<Change> change(SqlConnection transaction, UUID id, Before before, Wish wish, Actor actor) {
        Uni<Change> done = Uni.createFrom().nullItem();
        if (wish.name() != null && !wish.name().equals(before.name())) {
            done = done.call(() -> set(transaction, id, "name = $2", wish.name()))
                    .call(() -> audit.record(transaction, Entry.about(Action.NAME_CHANGED, actor, id, null)));
        }
        if (wish.roles() != null && !wish.roles().equals(before.roles())) {
            done = done.chain(() -> changeRoles(transaction, id, before, wish.roles(), actor));
        }
        if (wish.disabled() != null && wish.disabled() != before.disabled()) {
            done = wish.disabled()
                    ? done.chain(() -> disable(transaction, id, actor))
                    : done.call(() -> set(transaction, id, "disabled_at = $2", null))
                            .call(() ->
                                    audit.record(transaction, Entry.about(Action.ACCOUNT_ENABLED, actor, id, null)));
        }
        return done;
    }

    private Uni<Change> changeRoles(
            SqlConnection transaction, UUID id, Before before, List<String> roles, Actor actor) {
        JsonObject detail =
                new JsonObject().put("before", new JsonArray(before.roles())).put("after", new JsonArray(roles));
        return set(transaction, id, "roles = $2", roles.toArray(String[]::new))
                .call(() -> shorten(transaction, id, roles))
                .call(() -> audit.record(
                        transaction,
                        Entry.about(Action.ROLES_CHANGED, actor, id, null).with(detail)))
                .chain(() -> ends.raiseEpoch(transaction, id));
    }

    /** A session lives no longer than the roles let it that its owner has now. */
    private Uni<Void> shorten(SqlConnection transaction, UUID id, List<String> roles) {
        Life life = pack.sessions().of(roles);
        String shorten = """
                update session s
                   set absolute_at = least(s.absolute_at, s.created_at + life.absolute),
                       idle = least(s.idle, life.idle),
                       expires_at = least(s.expires_at, s.created_at + life.absolute, s.rotated_at + life.idle)
                  from (select $2::bigint * interval '1 second' as absolute,
                               $3::bigint * interval '1 second' as idle) life
                 where s.account_id = $1 and s.ended_at is null
                """;
        return transaction
                .preparedQuery(shorten)
                .execute(Tuple.tuple(Arrays.asList(
                        id,
                        life.refresh().toSeconds(),
                        life.idle() == null ? null : life.idle().toSeconds())))
                .replaceWithVoid();
    }

    private Uni<Change> disable(SqlConnection transaction, UUID id, Actor actor) {
        return transaction
                .preparedQuery("update account set disabled_at = now() where id = $1")
                .execute(Tuple.of(id))
                .chain(() -> ends.endAll(transaction, id, Entry.about(Action.ACCOUNT_DISABLED, actor, id, null)));
    }

    private static Uni<Void> set(SqlConnection transaction, UUID id, String assignment, Object value) {
        return transaction
                .preparedQuery("update account set " + assignment + " where id = $1")
                .execute(Tuple.of(id, value))
                .replaceWithVoid();
    }
}
