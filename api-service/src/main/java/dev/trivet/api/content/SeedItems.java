package dev.trivet.api.content;

import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Seed;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Puts the pack's rows into an empty site at start. A site that has content keeps it as it is, and under the production
 * profile nothing happens here.
 */
@Singleton
class SeedItems {

    private static final Logger LOG = Logger.getLogger(SeedItems.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Pack pack;
    private final Types types;
    private final Pool pool;
    private final Items items;
    private final Relations relations;

    SeedItems(Pack pack, Types types, Pool pool, Items items, Relations relations) {
        this.pack = pack;
        this.types = types;
        this.pool = pool;
        this.items = items;
        this.relations = relations;
    }

    /** A row to put in. */
    private record Row(Type type, UUID id, UUID owner, ObjectNode data, OffsetDateTime createdAt) {}

    @Startup
    void insert() {
        List<Row> rows = rows();
        if (ConfigUtils.isProfileActive("prod") || rows.isEmpty()) {
            return;
        }
        boolean seeded = pool.withTransaction(this::insertIfEmpty).await().atMost(PATIENCE);
        if (seeded) {
            LOG.infof("%d development rows of %s are in place", rows.size(), pack.site());
        }
    }

    private Uni<Boolean> insertIfEmpty(SqlConnection transaction) {
        // Replicas that start at once would otherwise both find the site empty. Who is second waits as long as seeding
        // takes.
        return transaction
                .query("set local statement_timeout = 0")
                .execute()
                .chain(() -> transaction
                        .preparedQuery("select pg_advisory_xact_lock(hashtext('seed ' || $1))")
                        .execute(Tuple.of(pack.site())))
                .chain(() -> transaction
                        .preparedQuery("select exists (select 1 from item where site = $1)")
                        .execute(Tuple.of(pack.site())))
                .chain(found -> found.iterator().next().getBoolean(0)
                        ? Uni.createFrom().item(false)
                        : Multi.createFrom()
                                .iterable(rows())
                                .onItem()
                                .transformToUniAndConcatenate(row -> insert(transaction, row))
                                .collect()
                                .asList()
                                .replaceWith(true));
    }

    private Uni<Item> insert(SqlConnection transaction, Row row) {
        return relations
                .owners(transaction, row.type(), row.data())
                .chain(parties -> items.insert(
                        transaction, row.type(), row.id(), row.owner(), parties, row.data(), row.createdAt()))
                .call(item -> relations.claim(transaction, row.type(), item));
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        for (String name : inOrder()) {
            Type type = types.require(name);
            List<ObjectNode> seeds = pack.seed().items().get(name);
            for (int i = 0; i < seeds.size(); i++) {
                // Lists are newest first: a second apart, rows are listed in the order of the pack.
                rows.add(row(type, i + 1, seeds.get(i).deepCopy(), now.minusSeconds(i)));
            }
        }
        return rows;
    }

    private Row row(Type type, int nth, ObjectNode data, OffsetDateTime createdAt) {
        UUID owner = type.spec().owner()
                ? Seed.userId(pack.site(), data.remove(Access.OWNER).asString())
                : null;
        for (String reference : type.spec().references()) {
            if (data.has(reference)) {
                String to = type.spec().fields().get(reference).to();
                UUID id = pack.seed().referred(pack, to, data.get(reference)).orElseThrow();
                data.put(reference, id.toString());
            }
        }
        return new Row(
                type, Seed.itemId(pack.site(), type.name(), nth), owner, FieldValue.fitting(type, data), createdAt);
    }

    /** The types that have rows, those that others refer to first. */
    private Set<String> inOrder() {
        Set<String> order = new LinkedHashSet<>();
        pack.seed().items().keySet().forEach(name -> place(name, order, new LinkedHashSet<>()));
        return order;
    }

    private void place(String name, Set<String> order, Set<String> above) {
        if (!pack.seed().items().containsKey(name) || !above.add(name)) {
            return;
        }
        var spec = pack.types().get(name);
        spec.references().forEach(field -> place(spec.fields().get(field).to(), order, above));
        order.add(name);
    }
}
