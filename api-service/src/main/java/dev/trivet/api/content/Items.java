package dev.trivet.api.content;

import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The site's items in PostgreSQL. */
@Singleton
class Items {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String COLUMNS = "id, owner, version, data::text as data, created_at, updated_at";

    private final Pool pool;
    private final String site;

    Items(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    Uni<Optional<Item>> find(String type, UUID id) {
        return find(pool, type, id, "");
    }

    /** The item, held so that nobody else changes it before the transaction ends. */
    Uni<Optional<Item>> findForUpdate(SqlConnection transaction, String type, UUID id) {
        return find(transaction, type, id, " for update");
    }

    /**
     * The newest items that a query asks for, one more than its limit where there are more.
     *
     * @param owner whose items, or null for everybody's
     */
    Uni<List<Item>> list(String type, ListQuery query, UUID owner) {
        Tuple values = Tuple.of(site, type, query.filter().toString(), query.limit() + 1);
        StringBuilder sql = new StringBuilder(
                "select " + COLUMNS + " from item where site = $1 and type = $2 and data @> ($3::text)::jsonb");
        if (owner != null) {
            values.addUUID(owner);
            sql.append(" and owner = $").append(values.size());
        }
        query.after().ifPresent(cursor -> {
            values.addOffsetDateTime(cursor.createdAt().atOffset(ZoneOffset.UTC))
                    .addUUID(cursor.id());
            sql.append(" and (created_at, id) < ($%d, $%d)".formatted(values.size() - 1, values.size()));
        });
        sql.append(" order by created_at desc, id desc limit $4");
        return pool.preparedQuery(sql.toString()).execute(values).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(Items::item)
                .toList());
    }

    Uni<Item> insert(SqlConnection transaction, String type, UUID id, UUID owner, ObjectNode data) {
        return transaction
                .preparedQuery("insert into item (site, type, id, owner, data)"
                        + " values ($1, $2, $3, $4, ($5::text)::jsonb) returning " + COLUMNS)
                .execute(Tuple.of(site, type, id, owner, data.toString()))
                .map(rows -> item(rows.iterator().next()));
    }

    Uni<Item> update(SqlConnection transaction, String type, UUID id, ObjectNode data) {
        return transaction
                .preparedQuery("update item set data = ($4::text)::jsonb, version = version + 1, updated_at = now()"
                        + " where site = $1 and type = $2 and id = $3 returning " + COLUMNS)
                .execute(Tuple.of(site, type, id, data.toString()))
                .map(rows -> item(rows.iterator().next()));
    }

    Uni<Void> delete(SqlConnection transaction, String type, UUID id) {
        return transaction
                .preparedQuery("delete from item where site = $1 and type = $2 and id = $3")
                .execute(Tuple.of(site, type, id))
                .replaceWithVoid();
    }

    private Uni<Optional<Item>> find(SqlClient client, String type, UUID id, String lock) {
        return client.preparedQuery("select " + COLUMNS + " from item where site = $1 and type = $2 and id = $3" + lock)
                .execute(Tuple.of(site, type, id))
                .map(RowSet::iterator)
                .map(rows -> rows.hasNext() ? Optional.of(item(rows.next())) : Optional.empty());
    }

    private static Item item(Row row) {
        return new Item(
                row.getUUID("id"),
                row.getUUID("owner"),
                row.getLong("version"),
                (ObjectNode) JSON.readTree(row.getString("data")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
