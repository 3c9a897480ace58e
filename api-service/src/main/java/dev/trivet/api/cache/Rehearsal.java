package dev.trivet.api.cache;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads and fills a few times at start. The first run of anything in Java is slow, and the first reader should not be the
 * one who misses Redis' deadline for it.
 */
@Singleton
public class Rehearsal {

    private static final int TIMES = 20;
    private static final Duration LIFE = Duration.ofSeconds(1);
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
        public CacheTimes times() {
            return CacheTimes.of(LIFE);
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
        String token = "rehearsal" + times;
        return redis.read(KEY, token, true)
                .compose(found -> redis.fill(KEY, token, Rendered.of("rehearsal"), found.generations(), LIFE, LIFE, 1))
                .otherwise(Optional.empty())
                .compose(once -> rehearse(times - 1));
    }
}
