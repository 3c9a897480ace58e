package dev.trivet.common.mail;

import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The site's mails that have yet to go out, in PostgreSQL. All times are the database's: replicas' clocks may differ.
 *
 * <p>A mail is claimed by putting it off: until the lease is over nobody else takes it, and when it is over whoever had it
 * is dead. No transaction stays open while the mail server is spoken to.
 */
@Singleton
class Queue {

    private static final String INSERT =
            "insert into mail (id, site, recipient, reply_to, subject, body)" + " values ($1, $2, $3, $4, $5, $6)";

    private static final String CLAIM = """
            update mail set due_at = now() + $2 * interval '1 millisecond', tries = tries + 1
            where id = any(array(
                select id from mail where site = $1 and given_up_at is null and due_at <= now()
                order by due_at limit $3 for update skip locked))
            returning id, recipient, reply_to, subject, body, queued_at, tries
            """;

    /** Only the last one who claimed it may say when it is due: one who was thought dead has no say any more. */
    private static final String PUT_OFF = """
            update mail set due_at = now() + $3 * interval '1 millisecond',
                given_up_at = case when queued_at + $4 * interval '1 millisecond' <= now() then now() end
            where id = $1 and tries = $2
            returning given_up_at is not null
            """;

    private final Pool pool;
    private final String site;

    Queue(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    Uni<Void> add(SqlClient transaction, List<Letter> letters) {
        List<Tuple> rows = letters.stream()
                .map(letter -> Tuple.of(
                        UUID.randomUUID(), site, letter.to(), letter.replyTo(), letter.subject(), letter.text()))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction.preparedQuery(INSERT).executeBatch(rows).replaceWithVoid();
    }

    Uni<List<Queued>> claim(int most, Duration lease) {
        return claim(pool, most, lease);
    }

    Uni<List<Queued>> claim(SqlClient client, int most, Duration lease) {
        return client.preparedQuery(CLAIM)
                .execute(Tuple.of(site, lease.toMillis(), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Queue::queued)
                        .toList());
    }

    Uni<Void> done(Queued mail) {
        return pool.preparedQuery("delete from mail where id = $1")
                .execute(Tuple.of(mail.id()))
                .replaceWithVoid();
    }

    /**
     * Has a mail tried again, or gives it up when it has waited long enough.
     *
     * @return whether it is given up
     */
    Uni<Boolean> putOff(Queued mail, Duration wait, Duration giveUpAfter) {
        return pool.preparedQuery(PUT_OFF)
                .execute(Tuple.of(mail.id(), mail.tries(), wait.toMillis(), giveUpAfter.toMillis()))
                .map(rows -> rows.rowCount() > 0 && rows.iterator().next().getBoolean(0));
    }

    Uni<Long> waiting() {
        return pool.preparedQuery("select count(*) from mail where site = $1 and given_up_at is null")
                .execute(Tuple.of(site))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Queued queued(Row row) {
        var letter = new Letter(
                row.getString("recipient"), row.getString("reply_to"), row.getString("subject"), row.getString("body"));
        return new Queued(
                row.getUUID("id"), letter, row.getOffsetDateTime("queued_at").toInstant(), row.getInteger("tries"));
    }
}
