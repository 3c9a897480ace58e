package dev.trivet.session.signin;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Sessions.Life;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.revocation.Change;
import dev.trivet.session.revocation.SessionEnds;
import dev.trivet.session.revocation.SessionMetrics;
import dev.trivet.session.revocation.SessionPublisher;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** How sessions begin and go on: in PostgreSQL first, then told to the gateways. */
@Singleton
class Sessions {

    /** How long a client may repeat a refresh whose answer it did not get. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private static final int MOST_REMEMBERED = 63;
    private static final String COLUMNS =
            "s.id, s.generation, s.rotated_at, s.created_at, s.expires_at, s.data, " + Accounts.COLUMNS;

    /** Of this site alone: another one in the same database may have the same secret, and its gateways would not hear of it. */
    private static final String THIS_ONE =
            " where s.id = $1 and s.site = $2 and s.ended_at is null and s.expires_at > now() and a.disabled_at is null";

    /** Locks the account, so that its sessions change one after another; finds nothing if what was checked has changed. */
    private static final String ADMIT = """
            update account set state_version = state_version + 1, last_seen_at = now()
             where id = $1 and password_hash = $2 and disabled_at is null
            returning state_version, epoch, roles
            """;

    /** By the clock, not by the transaction's beginning: whoever waited longest for the account's lock came last. */
    private static final String BEGIN = """
            insert into session (id, account_id, site, expires_at, absolute_at, idle, device, address, user_agent, data,
                                 token_id, created_at)
            select $1, $2, $3, now() + least(life.absolute, life.idle), now() + life.absolute, life.idle,
                   $6, $7, $8, $9, $10, clock_timestamp()
              from (select $4::bigint * interval '1 second' as absolute, $5::bigint * interval '1 second' as idle) life
            """;

    static final String TOO_MANY = """
            select id from session where account_id = $1 and ended_at is null and expires_at > now()
             order by created_at desc, id offset $2
            """;

    /** The one step from a generation to the next; whoever comes second finds nothing to do. */
    private static final String STEP = "update session s set generation = s.generation + 1, rotated_at = now(),"
            + " last_seen_at = now(), token_id = $3, address = coalesce($4, s.address),"
            + " expires_at = least(s.absolute_at, now() + coalesce(s.idle, s.absolute_at - now())),"
            + " rotations = array(select t from (select t from unnest(s.rotations) t where t > now() - $5::bigint * interval '1 second'"
            + " order by t desc limit " + MOST_REMEMBERED + ") lately order by t) || now()"
            + " from account a where s.id = $1 and s.generation = $2 and s.site = $6 and s.ended_at is null"
            + " and s.expires_at > now() and a.id = s.account_id and a.disabled_at is null"
            + " returning " + COLUMNS;

    private final Pool pool;
    private final SessionEnds ends;
    private final SessionPublisher publisher;
    private final Audit audit;
    private final SessionMetrics metrics;
    private final Pack pack;

    Sessions(Pool pool, SessionEnds ends, SessionPublisher publisher, Audit audit, SessionMetrics metrics, Pack pack) {
        this.pool = pool;
        this.ends = ends;
        this.publisher = publisher;
        this.audit = audit;
        this.metrics = metrics;
        this.pack = pack;
    }

    /** What a session begins with. */
    record Beginning(UUID id, String tokenId, JsonObject device, String address, String userAgent, JsonObject data) {}

    /**
     * Begins a session for somebody whose password was right. The oldest of too many ends.
     *
     * @return nothing when the account was disabled, or the password changed, since it was looked at
     */
    Uni<Optional<Session>> begin(Account account, Beginning beginning) {
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(ADMIT)
                        .execute(Tuple.of(account.id(), account.passwordHash()))
                        .map(RowSet::iterator)
                        .chain(rows -> rows.hasNext()
                                ? begin(transaction, account, rows.next(), beginning)
                                : Uni.createFrom().nullItem()))
                .call(begun -> begun == null ? Uni.createFrom().voidItem() : tell(begun))
                .map(begun -> Optional.ofNullable(begun).map(Begun::session));
    }

    private Uni<Void> tell(Begun begun) {
        metrics.begun();
        return publisher.began(begun.change());
    }

    private record Begun(Session session, Change change) {}

    private Uni<Begun> begin(SqlConnection transaction, Account checked, Row admitted, Beginning beginning) {
        List<String> roles = List.of(admitted.getArrayOfStrings("roles"));
        long epoch = admitted.getLong("epoch");
        Account account =
                new Account(checked.id(), checked.email(), checked.name(), checked.passwordHash(), roles, epoch);
        Life life = pack.sessions().of(roles);
        Tuple values = Tuple.tuple(Arrays.asList(
                beginning.id(),
                account.id(),
                pack.site(),
                life.refresh().toSeconds(),
                life.idle() == null ? null : life.idle().toSeconds(),
                beginning.device(),
                beginning.address(),
                beginning.userAgent(),
                beginning.data(),
                beginning.tokenId()));
        Change change = Change.of(account.id(), admitted.getLong("state_version"))
                .epoch(epoch)
                .began(beginning.id());
        return transaction
                .preparedQuery(BEGIN)
                .execute(values)
                .chain(() -> audit.record(
                        transaction, Entry.own(Action.SIGNED_IN, account.id(), beginning.id(), beginning.address())))
                .chain(() -> endTooMany(transaction, change))
                .chain(told ->
                        load(transaction, beginning.id()).map(session -> new Begun(session.orElseThrow(), told)));
    }

    private Uni<Change> endTooMany(SqlConnection transaction, Change change) {
        UUID account = change.account();
        return transaction
                .preparedQuery(TOO_MANY)
                .execute(Tuple.of(account, pack.sessions().perUser()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .toList())
                .chain(oldest -> oldest.isEmpty()
                        ? Uni.createFrom().item(change)
                        : ends.end(
                                transaction,
                                change,
                                oldest,
                                Entry.own(Action.OLDEST_SESSION_ENDED, account, oldest.get(0), null)));
    }

    /**
     * Moves a session on by one generation. Of several that try the same step, one does it; the others find the step
     * done and, within the grace, are given its result.
     *
     * @return nothing when the session has ended, or was just ended because an old token came back (RFC 9700 4.14.2)
     */
    Uni<Optional<Session>> rotate(UUID id, int from, String nextTokenId, String address) {
        return pool.preparedQuery(STEP)
                .execute(Tuple.of(id, from, nextTokenId, address, GRACE.toSeconds(), pack.site()))
                .map(RowSet::iterator)
                .chain(rows -> rows.hasNext()
                        ? Uni.createFrom()
                                .item(Optional.of(session(rows.next())))
                                .invoke(metrics::refreshed)
                        : repeated(id, from, address));
    }

    /** What the step from a generation led to, if it was done so lately that this can be its repetition. */
    private Uni<Optional<Session>> repeated(UUID id, int from, String address) {
        String select = "select s.rotations, now() as now, " + COLUMNS
                + " from session s join account a on a.id = s.account_id" + THIS_ONE;
        return pool.preparedQuery(select)
                .execute(Tuple.of(id, pack.site()))
                .map(RowSet::iterator)
                .chain(rows -> {
                    if (!rows.hasNext()) {
                        return Uni.createFrom().item(Optional.<Session>empty());
                    }
                    Row row = rows.next();
                    Session now = session(row);
                    Optional<Session> then = Grace.after(now, row.getArrayOfOffsetDateTimes("rotations"), from)
                            .filter(session -> Duration.between(session.rotatedAt(), instant(row, "now"))
                                            .compareTo(GRACE)
                                    < 0);
                    return then.isPresent()
                            ? Uni.createFrom().item(then)
                            : ends.end(
                                            now.account().id(),
                                            List.of(id),
                                            Entry.own(
                                                    Action.REFRESH_TOKEN_REUSED,
                                                    now.account().id(),
                                                    id,
                                                    address))
                                    .replaceWith(Optional.<Session>empty());
                });
    }

    /** Ends a session that is known by its refresh token alone; one that is over stays over. */
    Uni<Void> end(UUID id, Function<Account, Entry> why) {
        return load(pool, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : ends.end(
                                found.get().account().id(),
                                List.of(id),
                                why.apply(found.get().account())));
    }

    private Uni<Optional<Session>> load(SqlClient client, UUID id) {
        String select = "select " + COLUMNS + " from session s join account a on a.id = s.account_id" + THIS_ONE;
        return client.preparedQuery(select)
                .execute(Tuple.of(id, pack.site()))
                .map(RowSet::iterator)
                .map(rows -> rows.hasNext() ? Optional.of(session(rows.next())) : Optional.empty());
    }

    private static Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                Accounts.account(row),
                row.getInteger("generation"),
                instant(row, "rotated_at"),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                row.getJsonObject("data"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
