package dev.trivet.api.cache;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;

/**
 * Reads and fills a few times at start. The first run of anything in Java is slow, and the first reader should not be the
 * one who misses Redis' deadline for it.
 */
@Singleton
public class Rehearsal {

    private static final int TIMES = 20;
    private static final Key KEY = new Key();

    private final RedisTier redis;
    private volatile boolean done;

    Rehearsal(RedisTier redis) {
        this.redis = redis;
    }

    private record Key() implements CacheKey {

        @Override
        public String type() {
            return "rehearsal";
        }

        @Override
        public String name() {
            return "1";
        }

        @Override
        public List<String> tags() {
            return List.of("rehearsal");
        }

        @Override
        public Duration ttl() {
            return Duration.ofSeconds(1);
        }
    }

    /** Whether it is over, however it went. */
    public boolean isDone() {
        return done;
    }

    void start(@Observes StartupEvent event) {
        rehearse(TIMES).onComplete(over -> done = true);
    }

    private Future<Void> rehearse(int times) {
        if (times == 0) {
            return Future.succeededFuture();
        }
        return redis.read(KEY)
                .compose(found -> redis.fill(
                        KEY,
                        new Entry(Rendered.of("rehearsal"), found.generations(), System.currentTimeMillis()),
                        KEY.ttl()))
                .otherwise(false)
                .compose(once -> rehearse(times - 1));
    }
}
