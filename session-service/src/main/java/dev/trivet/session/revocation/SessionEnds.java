package dev.trivet.session.revocation;

import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The end of sessions, of one, of others, of all: in PostgreSQL with its journal entry and its line in the audit log, then
 * told to the gateways. An ended session stays ended.
 */
@Singleton
public class SessionEnds {

    private static final String END = """
            update session set ended_at = now(), end_reason = $3
             where account_id = $1 and id = any($2) and ended_at is null
            returning id, token_id
            """;

    /** An account's sessions that are in force. */
    public static final String LIVE =
            "select id from session where account_id = $1 and ended_at is null and expires_at > now()";

    private final Pool pool;
    private final Journal journal;
    private final Blacklist blacklist;
    private final SessionPublisher publisher;
    private final Audit audit;
    private final SessionMetrics metrics;

    SessionEnds(
            Pool pool,
            Journal journal,
            Blacklist blacklist,
            SessionPublisher publisher,
            Audit audit,
            SessionMetrics metrics) {
        this.pool = pool;
        this.journal = journal;
        this.blacklist = blacklist;
        this.publisher = publisher;
        this.audit = audit;
        this.metrics = metrics;
    }

    /**
     * Ends some of an account's sessions. Those that have ended are left alone; ended twice is ended, and nothing is written of
     * it, or whoever holds an old token could write as much as he likes.
     */
    public Uni<Void> end(UUID account, Collection<UUID> sessions, Entry why) {
        return pool.withTransaction(transaction -> anyIsLeft(transaction, account, sessions)
                        .chain(left -> left
                                ? raiseVersion(transaction, account)
                                        .chain(change -> end(transaction, change, sessions, why))
                                : Uni.createFrom().<Change>nullItem()))
                .chain(change -> change == null ? Uni.createFrom().voidItem() : publisher.withdrew(change));
    }

    private static Uni<Boolean> anyIsLeft(SqlClient transaction, UUID account, Collection<UUID> sessions) {
        return transaction
                .preparedQuery(
                        "select 1 from session where account_id = $1 and id = any($2) and ended_at is null limit 1")
                .execute(Tuple.of(account, sessions.toArray(UUID[]::new)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Ends all sessions of an account but one. */
    public Uni<Void> endOthers(UUID account, UUID kept, Entry why) {
        return pool.withTransaction(transaction -> endOthers(transaction, account, kept, why))
                .chain(publisher::withdrew);
    }

    /** The same within a transaction; what it returns is for {@link SessionPublisher#withdrew} after the commit. */
    public Uni<Change> endOthers(SqlClient transaction, UUID account, UUID kept, Entry why) {
        return raiseVersion(transaction, account).chain(change -> live(transaction, account)
                .map(live -> live.stream().filter(id -> !id.equals(kept)).toList())
                .chain(others -> end(transaction, change, others, why)));
    }

    /** Ends all sessions of an account and withdraws every token ever made for it. */
    public Uni<Void> endAll(UUID account, Entry why) {
        return pool.withTransaction(transaction -> endAll(transaction, account, why))
                .chain(publisher::withdrew);
    }

    /** The same within a transaction; what it returns is for {@link SessionPublisher#withdrew} after the commit. */
    public Uni<Change> endAll(SqlClient transaction, UUID account, Entry why) {
        // Those that have expired are as good as ended, and there can be very many of them.
        String end = "update session set ended_at = now(), end_reason = $2"
                + " where account_id = $1 and ended_at is null and expires_at > now()";
        return raiseEpoch(transaction, account)
                .call(() -> transaction
                        .preparedQuery(end)
                        .execute(Tuple.of(account, why.action().label()))
                        .invoke(rows -> metrics.ended(rows.rowCount())))
                .call(() -> audit.record(transaction, why))
                .map(Change::fromNothing);
    }

    /** Withdraws all access tokens of an account; its sessions go on and get new ones by their next refresh. */
    public Uni<Change> raiseEpoch(SqlClient transaction, UUID account) {
        String raise = "update account set epoch = epoch + 1, state_version = state_version + 1 where id = $1"
                + " returning epoch, state_version";
        return transaction
                .preparedQuery(raise)
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next())
                .call(row -> journal.raised(transaction, account, row.getLong("epoch")))
                .map(row -> Change.of(account, row.getLong("state_version")).epoch(row.getLong("epoch")));
    }

    /** A session that has ended just now, and its newest token, or null. */
    record Ended(UUID session, String tokenId) {}

    /**
     * Ends sessions within a transaction that has raised the account's state version.
     *
     * @param change what that transaction changes beside
     * @return the same and what has ended
     */
    public Uni<Change> end(SqlClient transaction, Change change, Collection<UUID> sessions, Entry why) {
        UUID account = change.account();
        return transaction
                .preparedQuery(END)
                .execute(Tuple.of(
                        account, sessions.toArray(UUID[]::new), why.action().label()))
                .map(SessionEnds::ended)
                .call(ended -> journal.ended(
                        transaction, account, ended.stream().map(Ended::session).toList()))
                .call(ended -> blacklist.ended(transaction, account, ended, why.action()))
                .call(() -> audit.record(transaction, why))
                .invoke(ended -> metrics.ended(ended.size()))
                .map(ended -> change.ended(ended.stream().map(Ended::session).toList())
                        .withdrawn(ended.stream()
                                .map(Ended::tokenId)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    private static Uni<Change> raiseVersion(SqlClient transaction, UUID account) {
        return transaction
                .preparedQuery(
                        "update account set state_version = state_version + 1 where id = $1 returning state_version")
                .execute(Tuple.of(account))
                .map(rows -> Change.of(account, rows.iterator().next().getLong(0)));
    }

    private static Uni<List<UUID>> live(SqlClient transaction, UUID account) {
        return transaction.preparedQuery(LIVE).execute(Tuple.of(account)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> row.getUUID("id"))
                .toList());
    }

    private static List<Ended> ended(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Ended(row.getUUID("id"), row.getString("token_id")))
                .toList();
    }
}
