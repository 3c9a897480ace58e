package dev.trivet.api.form;

import dev.trivet.common.mail.Letter;
import dev.trivet.common.mail.MailOutbox;
import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What was sent by the site's forms, in PostgreSQL. */
@Singleton
class Entries {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String COLUMNS = "id, seq, data::text as data, spam, received_at";

    private final Pool pool;
    private final MailOutbox outbox;
    private final String site;

    Entries(Pool pool, MailOutbox outbox, Pack pack) {
        this.pool = pool;
        this.outbox = outbox;
        this.site = pack.site();
    }

    /** Keeps an entry and queues its mails, both or neither. */
    Uni<Entry> add(String form, ObjectNode data, boolean spam, List<Letter> letters) {
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery("insert into form_entry (id, site, form, data, spam)"
                                + " values ($1, $2, $3, ($4::text)::jsonb, $5) returning " + COLUMNS)
                        .execute(Tuple.of(UUID.randomUUID(), site, form, data.toString(), spam))
                        .map(rows -> entry(rows.iterator().next()))
                        .call(entry -> outbox.queue(transaction, letters)))
                .invoke(outbox::wake);
    }

    /** The newest entries, one more than the limit where there are more. */
    Uni<List<Entry>> list(String form, EntryQuery query) {
        return pool.preparedQuery("select " + COLUMNS + " from form_entry where site = $1 and form = $2 and seq < $3"
                        + " order by seq desc limit $4")
                .execute(Tuple.of(site, form, query.before(), query.limit() + 1))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Entries::entry)
                        .toList());
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getLong("seq"),
                (ObjectNode) JSON.readTree(row.getString("data")),
                row.getBoolean("spam"),
                row.getOffsetDateTime("received_at").toInstant());
    }
}
