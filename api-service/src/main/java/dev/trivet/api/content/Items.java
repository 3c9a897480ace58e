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

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    private static final String COLUMNS = ListSql.COLUMNS;

    private final Pool pool;
    private final Pack pack;
    private final String site;

    Items(Pool pool, Pack pack) {
        this.pool = pool;
        this.pack = pack;
        this.site = pack.site();
    }

    /**
     * Items of a list and where each stands in it.
     *
     * @param total how many there are in all, or -1 when nobody asked
     */
    record Page(List<Placed> items, long total) {}

    /**
     * An item's place in a list.
     *
     * @param keys what it is sorted by
     * @param distance kilometres, or null
     */
    record Placed(Item item, List<String> keys, Double distance) {}

    Uni<Optional<Item>> find(String type, UUID id) {
        return find(pool, type, id, "");
    }

    /** The item, held so that nobody else changes it before the transaction ends; others may refer to it. */
    Uni<Optional<Item>> findForUpdate(SqlConnection transaction, String type, UUID id) {
        return find(transaction, type, id, " for no key update");
    }

    /** The item, held so that nobody changes it or begins to refer to it before the transaction ends. */
    Uni<Optional<Item>> findForDelete(SqlConnection transaction, String type, UUID id) {
        return find(transaction, type, id, " for update");
    }

    /** The item, held so that nobody deletes it before the transaction ends. */
    Uni<Optional<Item>> findToRefer(SqlConnection transaction, String type, UUID id) {
        return find(transaction, type, id, " for key share");
    }

    /** Items that a query asks for, one more than its limit where there are more. */
    Uni<Page> list(Type type, ListQuery query, Viewer viewer) {
        var page = new ListSql(site, pack.language(), type).page(query, viewer);
        Uni<List<Placed>> items = pool.preparedQuery(page.sql())
                .execute(Tuple.tuple(page.values()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> placed(row, query))
                        .toList());
        if (!query.counted()) {
            return items.map(found -> new Page(found, -1));
        }
        var count = new ListSql(site, pack.language(), type).count(query, viewer);
        Uni<Long> total = pool.preparedQuery(count.sql())
                .execute(Tuple.tuple(count.values()))
                .map(rows -> rows.iterator().next().getLong("total"));
        return Uni.combine().all().unis(items, total).asTuple().map(both -> new Page(both.getItem1(), both.getItem2()));
    }

    /** The items that refer to another by a field, held for update. */
    Uni<List<Item>> referring(SqlConnection transaction, Types.Child child, UUID to, int most) {
        ObjectNode reference = JSON.createObjectNode().put(child.field(), to.toString());
        return transaction
                .preparedQuery("select " + COLUMNS + " from item where site = $1 and type = $2"
                        + " and data @> ($3::text)::jsonb order by id limit $4 for update")
                .execute(Tuple.of(site, child.type().name(), reference.toString(), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Items::item)
                        .toList());
    }

    /**
     * @param createdAt or null for now
     */
    Uni<Item> insert(
            SqlConnection transaction,
            Type type,
            UUID id,
            UUID owner,
            List<UUID> parties,
            ObjectNode data,
            OffsetDateTime createdAt) {
        var derived = new Derived(type, pack.language(), data, 7);
        List<Object> values = new ArrayList<>(
                Arrays.asList(site, type.name(), id, owner, data.toString(), array(parties), createdAt));
        values.addAll(derived.values());
        return transaction
                .preparedQuery(
                        "insert into item (site, type, id, owner, data, parties, created_at, updated_at, words, place)"
                                + " values ($1, $2, $3, $4, ($5::text)::jsonb, $6, coalesce($7, now()), coalesce($7, now()), "
                                + derived.words() + ", " + derived.place() + ") returning " + COLUMNS)
                .execute(Tuple.tuple(values))
                .map(rows -> item(rows.iterator().next()));
    }

    Uni<Item> update(SqlConnection transaction, Type type, UUID id, List<UUID> parties, ObjectNode data) {
        var derived = new Derived(type, pack.language(), data, 5);
        List<Object> values = new ArrayList<>(List.of(site, type.name(), id, data.toString(), array(parties)));
        values.addAll(derived.values());
        return transaction
                .preparedQuery("update item set data = ($4::text)::jsonb, parties = $5, words = " + derived.words()
                        + ", place = " + derived.place() + ", version = version + 1, updated_at = now()"
                        + " where site = $1 and type = $2 and id = $3 returning " + COLUMNS)
                .execute(Tuple.tuple(values))
                .map(rows -> item(rows.iterator().next()));
    }

    /** Makes anew what an item is found by, without changing the item. */
    Uni<Void> derive(SqlConnection transaction, Type type, Item item, List<UUID> parties) {
        var derived = new Derived(type, pack.language(), item.data(), 4);
        List<Object> values = new ArrayList<>(List.of(site, type.name(), item.id(), array(parties)));
        values.addAll(derived.values());
        return transaction
                .preparedQuery("update item set parties = $4, words = " + derived.words() + ", place = "
                        + derived.place() + " where site = $1 and type = $2 and id = $3")
                .execute(Tuple.tuple(values))
                .replaceWithVoid();
    }

    /** The ids of a type's items in their order, from beyond one on. */
    Uni<List<UUID>> ids(String type, UUID beyond, int most) {
        return pool.preparedQuery("select id from item where site = $1 and type = $2 and id > $3 order by id limit $4")
                .execute(Tuple.of(site, type, beyond, most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .toList());
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

    private static UUID[] array(List<UUID> parties) {
        return parties.toArray(UUID[]::new);
    }

    private static Placed placed(Row row, ListQuery query) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < query.order().keys().size(); i++) {
            keys.add(row.getString("k" + i));
        }
        return new Placed(item(row), keys, query.near() == null ? null : row.getDouble("km"));
    }

    static Item item(Row row) {
        UUID[] parties = row.getArrayOfUUIDs("parties");
        return new Item(
                row.getUUID("id"),
                row.getUUID("owner"),
                parties == null ? List.of() : Collections.unmodifiableList(Arrays.asList(parties)),
                row.getLong("version"),
                (ObjectNode) JSON.readTree(row.getString("data")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }
}
