package dev.trivet.session.revocation;

import dev.trivet.common.pack.Pack;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Actor;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The JWT blacklist: single tokens, by their {@code jti}, that do not count although they are genuine and have not
 * expired. PostgreSQL is its truth; gateways hear of it by Redis and by the journal. An entry goes when its time is over,
 * which is never before the token could have expired by itself.
 */
@Singleton
public class Blacklist {

    private static final String COLUMNS = "token_id, account_id, session_id, reason, added_by, added_at, forget_at";

    /** Whose token it is shows if it is the newest of a session; of others it is not known, nor needed. */
    private static final String ADD = """
            insert into blacklist (site, token_id, account_id, session_id, reason, added_by, forget_at)
            select $1, $2, s.account_id, s.id, $3, $4, $5
              from (select 1) one left join session s on s.token_id = $2 and s.site = $1
            on conflict (site, token_id) do update
               set reason = excluded.reason, added_by = excluded.added_by,
                   forget_at = greatest(blacklist.forget_at, excluded.forget_at)
            returning\s""" + COLUMNS;

    private static final String ADD_ENDED = """
            insert into blacklist (site, token_id, account_id, session_id, reason, forget_at)
            select $1, token_id, $2, session_id, $5, $6
              from unnest($3::text[], $4::uuid[]) as ended (token_id, session_id)
            on conflict (site, token_id) do nothing
            """;

    private final Pool pool;
    private final Journal journal;
    private final SessionPublisher publisher;
    private final Audit audit;
    private final String site;

    Blacklist(Pool pool, Journal journal, SessionPublisher publisher, Audit audit, Pack pack) {
        this.pool = pool;
        this.journal = journal;
        this.publisher = publisher;
        this.audit = audit;
        this.site = pack.site();
    }

    /** A token on the blacklist. {@code user} and {@code session} are null where they are not known. */
    public record Listed(
            String jti, UUID user, UUID session, String reason, UUID addedBy, Instant addedAt, Instant until) {}

    /** Puts the newest tokens of sessions that have ended on it, in the transaction that ends them. */
    Uni<Void> ended(SqlClient transaction, UUID account, List<SessionEnds.Ended> ended, Action reason) {
        List<SessionEnds.Ended> known =
                ended.stream().filter(one -> one.tokenId() != null).toList();
        return known.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(ADD_ENDED)
                        .execute(Tuple.tuple(Arrays.asList(
                                site,
                                account,
                                known.stream().map(SessionEnds.Ended::tokenId).toArray(String[]::new),
                                known.stream().map(SessionEnds.Ended::session).toArray(UUID[]::new),
                                reason.label(),
                                OffsetDateTime.now(ZoneOffset.UTC).plus(Journal.LONGEST))))
                        .replaceWithVoid();
    }

    /** Puts a token on it. */
    public Uni<Listed> add(String tokenId, String reason, Instant until, Actor actor) {
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(ADD)
                        .execute(Tuple.tuple(
                                Arrays.asList(site, tokenId, reason, actor.id(), until.atOffset(ZoneOffset.UTC))))
                        .map(rows -> listed(rows.iterator().next()))
                        .call(listed ->
                                journal.token(transaction, orNobody(listed.user()), tokenId, false, listed.until()))
                        .call(listed -> audit.record(transaction, entry(Action.TOKEN_BLACKLISTED, actor, listed)))
                        .chain(listed -> change(transaction, listed)
                                .map(change ->
                                        new Changed(listed, change.map(known -> known.withdrawn(List.of(tokenId)))))))
                .chain(this::publish);
    }

    /** Takes a token off it; nothing when it is not there. A session that has ended stays ended. */
    public Uni<Optional<Listed>> remove(String tokenId, Actor actor) {
        String delete =
                "delete from blacklist where site = $1 and token_id = $2 and forget_at > now() returning " + COLUMNS;
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(delete)
                        .execute(Tuple.of(site, tokenId))
                        .map(Blacklist::first)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().<Changed>nullItem()
                                : lift(transaction, found.get(), actor)))
                .chain(changed -> changed == null
                        ? Uni.createFrom().item(Optional.empty())
                        : publish(changed).map(Optional::of));
    }

    private Uni<Changed> lift(SqlConnection transaction, Listed listed, Actor actor) {
        return journal.token(transaction, orNobody(listed.user()), listed.jti(), true, listed.until())
                .call(() -> audit.record(transaction, entry(Action.TOKEN_TAKEN_OFF_BLACKLIST, actor, listed)))
                .chain(() -> change(transaction, listed))
                .map(change -> new Changed(listed, change.map(Change::fromNothing)));
    }

    public Uni<Optional<Listed>> find(String tokenId) {
        return pool.preparedQuery(
                        "select " + COLUMNS + " from blacklist where site = $1 and token_id = $2 and forget_at > now()")
                .execute(Tuple.of(site, tokenId))
                .map(Blacklist::first);
    }

    /** The newest entries. */
    public Uni<List<Listed>> newest(int most) {
        return pool.preparedQuery("select " + COLUMNS + " from blacklist where site = $1 and forget_at > now()"
                        + " order by added_at desc, token_id limit $2")
                .execute(Tuple.of(site, most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Blacklist::listed)
                        .toList());
    }

    private record Changed(Listed listed, Optional<Change> change) {}

    private Uni<Listed> publish(Changed changed) {
        return changed.change()
                .map(publisher::withdrew)
                .orElseGet(publisher::withdrewUnknown)
                .replaceWith(changed.listed());
    }

    private static Uni<Optional<Change>> change(SqlClient transaction, Listed listed) {
        if (listed.user() == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return transaction
                .preparedQuery(
                        "update account set state_version = state_version + 1 where id = $1 returning state_version")
                .execute(Tuple.of(listed.user()))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(
                                Change.of(listed.user(), rows.iterator().next().getLong(0))));
    }

    private static Entry entry(Action action, Actor actor, Listed listed) {
        return Entry.about(action, actor, listed.user(), listed.session())
                .with(new JsonObject().put("jti", listed.jti()).put("reason", listed.reason()));
    }

    private static UUID orNobody(UUID account) {
        return account == null ? new UUID(0, 0) : account;
    }

    private static Optional<Listed> first(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(listed(rows.iterator().next()));
    }

    private static Listed listed(Row row) {
        return new Listed(
                row.getString("token_id"),
                row.getUUID("account_id"),
                row.getUUID("session_id"),
                row.getString("reason"),
                row.getUUID("added_by"),
                row.getOffsetDateTime("added_at").toInstant(),
                row.getOffsetDateTime("forget_at").toInstant());
    }
}
