package dev.trivet.session.confirmation;

import dev.trivet.common.pack.Pack;
import dev.trivet.session.account.Emails;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Registrations and forgotten passwords in PostgreSQL, from the request to the confirmation. */
@Singleton
class Requests {

    private static final String COLUMNS = "id, purpose, email, name, password_hash, account_id";

    private final Pool pool;
    private final String site;

    Requests(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /** A request. {@code name} and {@code passwordHash} belong to a registration, {@code account} to a forgotten password. */
    record Request(UUID id, Purpose purpose, String email, String name, String passwordHash, UUID account) {}

    Uni<Void> addRegistration(String email, String name, String passwordHash) {
        return add(Purpose.REGISTER, email, name, passwordHash);
    }

    Uni<Void> addReset(String email) {
        return add(Purpose.RESET, email, null, null);
    }

    /** Writes the same whether anybody has registered or not: a change to his row would take longer than finding none. */
    Uni<Void> addResend(String email) {
        return add(Purpose.RESEND, email, null, null);
    }

    /**
     * Has the newest registration with an address looked at again, as if it had just come in. What it was sent counts no
     * more.
     */
    Uni<Void> repeatRegistration(SqlClient transaction, String email) {
        return transaction
                .preparedQuery("update confirmation set token_hash = null, expires_at = null, requested_at = now()"
                        + " where id = (select id from confirmation where site = $1 and email = $2"
                        + " and purpose = 'register' order by requested_at desc limit 1)")
                .execute(Tuple.of(site, email))
                .replaceWithVoid();
    }

    private Uni<Void> add(Purpose purpose, String email, String name, String passwordHash) {
        return pool.preparedQuery("insert into confirmation (id, site, purpose, email, name, password_hash)"
                        + " values ($1, $2, $3, $4, $5, $6)")
                .execute(Tuple.tuple(Arrays.asList(
                        UUID.randomUUID(), site, purpose.label(), Emails.normalised(email), name, passwordHash)))
                .replaceWithVoid();
    }

    /** Some that nobody has looked at yet, for this transaction alone. */
    Uni<List<Request>> waiting(SqlConnection transaction, int most) {
        return transaction
                .preparedQuery("select " + COLUMNS + " from confirmation where site = $1 and token_hash is null"
                        + " order by requested_at limit $2 for update skip locked")
                .execute(Tuple.of(site, most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Requests::request)
                        .toList());
    }

    /** A mail with this token is on its way. */
    Uni<Void> mailed(SqlConnection transaction, Request request, UUID account, String token) {
        return transaction
                .preparedQuery("update confirmation set token_hash = $2, account_id = $3,"
                        + " expires_at = now() + $4::bigint * interval '1 second' where id = $1")
                .execute(Tuple.of(
                        request.id(),
                        MailedToken.hash(token),
                        account,
                        request.purpose().life().toSeconds()))
                .replaceWithVoid();
    }

    Uni<Void> drop(SqlClient client, Request request) {
        return client.preparedQuery("delete from confirmation where id = $1")
                .execute(Tuple.of(request.id()))
                .replaceWithVoid();
    }

    /** What a token would confirm, if it is good. */
    Uni<Optional<Request>> find(Purpose purpose, String token) {
        return pool.preparedQuery("select " + COLUMNS + " from confirmation"
                        + " where token_hash = $1 and site = $2 and purpose = $3 and expires_at > now()")
                .execute(Tuple.of(MailedToken.hash(token), site, purpose.label()))
                .map(Requests::first);
    }

    /** Uses a token up, with all others that would confirm the same. Of several who try at once, one succeeds. */
    Uni<Optional<Request>> use(SqlConnection transaction, Purpose purpose, String token) {
        return transaction
                .preparedQuery("delete from confirmation"
                        + " where token_hash = $1 and site = $2 and purpose = $3 and expires_at > now() returning "
                        + COLUMNS)
                .execute(Tuple.of(MailedToken.hash(token), site, purpose.label()))
                .map(Requests::first)
                .call(used -> used.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : transaction
                                .preparedQuery(
                                        "delete from confirmation where site = $1 and email = $2 and purpose = $3")
                                .execute(Tuple.of(site, used.get().email(), purpose.label()))
                                .replaceWithVoid());
    }

    /** Makes mailed tokens of forgotten passwords worthless, since the password was changed by other means. */
    Uni<Void> dropResets(SqlClient transaction, UUID account) {
        return transaction
                .preparedQuery("delete from confirmation where account_id = $1 and purpose = 'reset'")
                .execute(Tuple.of(account))
                .replaceWithVoid();
    }

    private static Optional<Request> first(RowSet<Row> rows) {
        return rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(request(rows.iterator().next()));
    }

    private static Request request(Row row) {
        return new Request(
                row.getUUID("id"),
                Purpose.valueOf(row.getString("purpose").toUpperCase(java.util.Locale.ROOT)),
                row.getString("email"),
                row.getString("name"),
                row.getString("password_hash"),
                row.getUUID("account_id"));
    }
}
