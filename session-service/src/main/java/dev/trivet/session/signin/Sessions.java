package dev.trivet.session.signin;

import dev.trivet.common.pack.Pack;
import dev.trivet.session.account.Account;
import dev.trivet.session.revocation.Journal;
import dev.trivet.session.revocation.SessionPublisher;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The sessions: changed in PostgreSQL first, then told to the gateways. Every change raises the account's state version
 * in its own transaction.
 */
@Singleton
class Sessions {

    /** How long a client may repeat a refresh whose answer it did not get. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final Pool pool;
    private final Journal journal;
    private final SessionPublisher publisher;
    private final Duration life;

    Sessions(Pool pool, Journal journal, SessionPublisher publisher, Pack pack) {
        this.pool = pool;
        this.journal = journal;
        this.publisher = publisher;
        this.life = pack.sessions().refresh();
    }

    Uni<Session> create(Account account, JsonObject device, String address, String userAgent) {
        UUID id = UUID.randomUUID();
        String insert = "insert into session (id, account_id, expires_at, device, address, user_agent)"
                + " values ($1, $2, $3, $4, $5, $6) returning generation, rotated_at, created_at, expires_at";
        OffsetDateTime expires = OffsetDateTime.now(ZoneOffset.UTC).plus(life);
        Tuple values = Tuple.tuple(Arrays.asList(id, account.id(), expires, device, address, userAgent));
        return pool.withTransaction(
                        transaction -> raiseVersion(transaction, account.id()).chain(version -> transaction
                                .preparedQuery(insert)
                                .execute(values)
                                .map(rows -> session(
                                        id, account, version, rows.iterator().next()))))
                .call(session -> publisher.began(account.id(), account.epoch(), id, session.stateVersion()));
    }

    /**
     * Moves a session on by one generation. Of several that try the same step, one does it; the others find the step
     * done and, within the grace, are given its result.
     *
     * @return nothing when the session has ended, or was just ended because an old token came back (RFC 9700 4.14.2)
     */
    Uni<Optional<Session>> rotate(UUID id, int from) {
        String step = "update session set generation = generation + 1, rotated_at = now()"
                + " where id = $1 and generation = $2 and ended_at is null and expires_at > now()"
                + " returning generation";
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(step)
                        .execute(Tuple.of(id, from))
                        .chain(done -> load(transaction, id)))
                .chain(found -> {
                    if (found.isEmpty() || isStepFrom(from, found.get())) {
                        return Uni.createFrom().item(found);
                    }
                    return end(found.get().account().id(), id, null).replaceWith(Optional.<Session>empty());
                });
    }

    private static boolean isStepFrom(int from, Session session) {
        return session.generation() == from + 1
                && Duration.between(session.rotatedAt(), Instant.now()).compareTo(GRACE) < 0;
    }

    /**
     * Ends a session and withdraws a token of it, for good. Does nothing when it has ended already.
     *
     * @param tokenId null when no single token is known
     */
    Uni<Void> end(UUID account, UUID id, String tokenId) {
        return pool.withTransaction(transaction -> end(transaction, account, id, tokenId))
                .chain(version -> version.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : publisher.ended(account, id, tokenId, version.get()));
    }

    /** The session, if it has not ended. */
    Uni<Optional<Session>> find(UUID id) {
        return pool.withConnection(connection -> load(connection, id));
    }

    private Uni<Optional<Long>> end(SqlConnection transaction, UUID account, UUID id, String tokenId) {
        String end = "update session set ended_at = now() where id = $1 and account_id = $2 and ended_at is null";
        return transaction.preparedQuery(end).execute(Tuple.of(id, account)).chain(rows -> {
            if (rows.rowCount() == 0) {
                return Uni.createFrom().item(Optional.<Long>empty());
            }
            return journal.record(transaction, account, id, tokenId)
                    .chain(() -> raiseVersion(transaction, account))
                    .map(Optional::of);
        });
    }

    private static Uni<Long> raiseVersion(SqlConnection transaction, UUID account) {
        return transaction
                .preparedQuery(
                        "update account set state_version = state_version + 1 where id = $1 returning state_version")
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Uni<Optional<Session>> load(SqlConnection connection, UUID id) {
        String select = "select s.generation, s.rotated_at, s.created_at, s.expires_at, a.id, a.email, a.name,"
                + " a.password_hash, a.roles, a.epoch, a.state_version"
                + " from session s join account a on a.id = s.account_id"
                + " where s.id = $1 and s.ended_at is null and s.expires_at > now() and a.disabled_at is null";
        return connection
                .preparedQuery(select)
                .execute(Tuple.of(id))
                .map(RowSet::iterator)
                .map(rows -> rows.hasNext() ? Optional.of(session(id, rows.next())) : Optional.empty());
    }

    private static Session session(UUID id, Row row) {
        var account = new Account(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("password_hash"),
                List.of(row.getArrayOfStrings("roles")),
                row.getLong("epoch"));
        return session(id, account, row.getLong("state_version"), row);
    }

    private static Session session(UUID id, Account account, long version, Row row) {
        return new Session(
                id,
                account,
                row.getInteger("generation"),
                row.getOffsetDateTime("rotated_at").toInstant(),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                version);
    }
}
