package dev.trivet.api.seed;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Seed;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Puts the pack's rows into an empty site at start. A site that has content keeps it as it is, and under the production
 * profile nothing happens here.
 */
@Singleton
class SeedItems {

    private static final Logger LOG = Logger.getLogger(SeedItems.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String INSERT = """
            insert into item (site, type, id, owner, data, created_at, updated_at)
            values ($1, $2, $3, $4, ($5::text)::jsonb, $6, $6) on conflict do nothing
            """;

    private final Pack pack;
    private final Pool pool;

    SeedItems(Pack pack, Pool pool) {
        this.pack = pack;
        this.pool = pool;
    }

    @Startup
    void insert() {
        List<Tuple> rows = rows();
        if (ConfigUtils.isProfileActive("prod") || rows.isEmpty()) {
            return;
        }
        boolean seeded = pool.preparedQuery("select exists (select 1 from item where site = $1)")
                .execute(Tuple.of(pack.site()))
                .map(found -> found.iterator().next().getBoolean(0))
                .chain(full -> full
                        ? Uni.createFrom().item(false)
                        : pool.preparedQuery(INSERT).executeBatch(rows).replaceWith(true))
                .await()
                .atMost(PATIENCE);
        if (seeded) {
            LOG.infof("%d development rows of %s are in place", rows.size(), pack.site());
        }
    }

    private List<Tuple> rows() {
        List<Tuple> rows = new ArrayList<>();
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        pack.seed().items().forEach((type, items) -> {
            for (int i = 0; i < items.size(); i++) {
                // Lists are newest first: a second apart, rows are listed in the order of the pack.
                rows.add(row(type, i + 1, items.get(i), now.minusSeconds(i)));
            }
        });
        return rows;
    }

    private Tuple row(String type, int nth, ObjectNode item, OffsetDateTime createdAt) {
        ObjectNode data = item.deepCopy();
        UUID owner = pack.types().get(type).owner()
                ? Seed.userId(pack.site(), data.remove("owner").asString())
                : null;
        return Tuple.tuple(new ArrayList<>(java.util.Arrays.asList(
                pack.site(), type, Seed.itemId(pack.site(), type, nth), owner, data.toString(), createdAt)));
    }
}
