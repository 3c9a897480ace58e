package dev.trivet.api.popularity;

import dev.trivet.common.pack.Pack;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Counts how often items are read, for types of which the most popular are kept warm. */
@Singleton
public class Popularity {

    private static final Logger LOG = Logger.getLogger(Popularity.class);
    private static final long WRITE_MILLIS = 5_000;
    private static final int MOST_AT_ONCE = 10_000;
    private static final int DAYS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String ADD = """
            insert into popularity (site, type, item, day, reads) values ($1, $2, $3, current_date, $4)
            on conflict (site, type, day, item) do update set reads = popularity.reads + excluded.reads
            """;

    private static final String MOST_READ = """
            select item from popularity where site = $1 and type = $2 and day > current_date - $3::int
            group by item order by sum(reads) desc, item limit $4
            """;

    private final Vertx vertx;
    private final Pool pool;
    private final String site;
    private final Set<String> counted;
    private final Map<Read, LongAdder> reads = new ConcurrentHashMap<>();

    Popularity(Vertx vertx, Pool pool, Pack pack) {
        this.vertx = vertx;
        this.pool = pool;
        this.site = pack.site();
        this.counted = pack.types().entrySet().stream()
                .filter(type -> type.getValue().warm().popular() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private record Read(String type, UUID item) {}

    /** An item has been read. */
    public void read(String type, UUID item) {
        if (!counted.contains(type)) {
            return;
        }
        Read read = new Read(type, item);
        LongAdder known = reads.get(read);
        if (known == null && reads.size() < MOST_AT_ONCE) {
            known = reads.computeIfAbsent(read, key -> new LongAdder());
        }
        if (known != null) {
            known.increment();
        }
    }

    /** The items of a type that were read most in the last 30 days, most read first. */
    public Uni<List<UUID>> mostRead(String type, int most) {
        return pool.preparedQuery(MOST_READ)
                .execute(Tuple.of(site, type, DAYS, most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("item"))
                        .toList());
    }

    void start(@Observes StartupEvent event) {
        if (!counted.isEmpty()) {
            vertx.setPeriodic(WRITE_MILLIS, timer -> write().subscribe()
                    .with(done -> {}, failure -> LOG.debugf("reads are not counted: %s", failure.getMessage())));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            write().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            LOG.debugf("the last reads are not counted: %s", e.getMessage());
        }
    }

    /** Writes down what was counted since the last time, and forgets what is too old to matter. */
    public Uni<Void> write() {
        List<Tuple> rows = new ArrayList<>();
        for (Read read : Set.copyOf(reads.keySet())) {
            LongAdder counter = reads.remove(read);
            if (counter != null) {
                rows.add(Tuple.of(site, read.type(), read.item(), counter.sum()));
            }
        }
        // In one order everywhere: replicas that write the same rows must not wait for each other.
        rows.sort(Comparator.comparing((Tuple row) -> row.getString(1)).thenComparing(row -> row.getUUID(2)));
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(ADD)
                .executeBatch(rows)
                .chain(() -> pool.preparedQuery(
                                "delete from popularity where site = $1 and day <= current_date - $2::int")
                        .execute(Tuple.of(site, DAYS)))
                .replaceWithVoid();
    }
}
