package dev.trivet.api.cache;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hits and misses of all replicas together, kept in Redis for {@code cache/stats}. Each adds its own once a second, so no
 * request pays for it. Prometheus has the same by replica, and in full.
 */
@Singleton
class CacheCounts {

    private static final long ADD_MILLIS = 1_000;
    private static final long KEPT_MILLIS = Duration.ofDays(7).toMillis();

    private final Vertx vertx;
    private final RedisLinks redis;
    private final String key;
    private final Map<String, Tally> byType = new ConcurrentHashMap<>();

    CacheCounts(Vertx vertx, RedisLinks redis, RedisKeys keys) {
        this.vertx = vertx;
        this.redis = redis;
        this.key = keys.cacheCounts();
    }

    private record Tally(LongAdder hits, LongAdder misses) {}

    /** How often answers about a type were there, and were not. */
    record Count(long hits, long misses) {

        Count plus(long moreHits, long moreMisses) {
            return new Count(hits + moreHits, misses + moreMisses);
        }
    }

    void answered(String type, boolean hit) {
        Tally tally = byType.get(type);
        if (tally == null) {
            tally = byType.computeIfAbsent(type, name -> new Tally(new LongAdder(), new LongAdder()));
        }
        (hit ? tally.hits() : tally.misses()).increment();
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(ADD_MILLIS, timer -> add());
    }

    /** The counts by type, this replica's up to now among them. */
    Future<Map<String, Count>> read() {
        return add().compose(added -> redis.send(Request.cmd(Command.HGETALL).arg(key)))
                .map(CacheCounts::byType);
    }

    /** Adds what was counted since the last time. What Redis does not take is not worth counting twice. */
    private Future<Void> add() {
        List<Future<Response>> sent = new ArrayList<>();
        byType.forEach((type, tally) -> {
            add(sent, type + ":hits", tally.hits());
            add(sent, type + ":misses", tally.misses());
        });
        if (sent.isEmpty()) {
            return Future.succeededFuture();
        }
        sent.add(redis.send(Request.cmd(Command.PEXPIRE).arg(key).arg(KEPT_MILLIS)));
        return Future.join(sent).mapEmpty();
    }

    private void add(List<Future<Response>> sent, String field, LongAdder tally) {
        long by = tally.sumThenReset();
        if (by > 0) {
            sent.add(redis.send(Request.cmd(Command.HINCRBY).arg(key).arg(field).arg(by)));
        }
    }

    private static Map<String, Count> byType(Response fields) {
        Map<String, Count> counts = new TreeMap<>();
        for (String field : fields.getKeys()) {
            long value = fields.get(field).toLong();
            String type = field.substring(0, field.lastIndexOf(':'));
            boolean hits = field.endsWith(":hits");
            counts.merge(
                    type,
                    hits ? new Count(value, 0) : new Count(0, value),
                    (one, other) -> one.plus(other.hits(), other.misses()));
        }
        return counts;
    }
}
