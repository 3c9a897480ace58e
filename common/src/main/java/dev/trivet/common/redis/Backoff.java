package dev.trivet.common.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: longer each time up to a bound, and not the same for everybody. */
final class Backoff {

    private final long firstMillis;
    private final long longestMillis;

    private long next;

    Backoff(Duration first, Duration longest) {
        this.firstMillis = first.toMillis();
        this.longestMillis = longest.toMillis();
        reset();
    }

    long nextMillis() {
        long now = next;
        next = Math.min(longestMillis, 2 * next);
        return ThreadLocalRandom.current().nextLong((now + 1) / 2, now + 1);
    }

    void reset() {
        next = firstMillis;
    }
}
