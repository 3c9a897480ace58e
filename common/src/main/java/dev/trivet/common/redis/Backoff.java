package dev.trivet.common.redis;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: longer each time up to a bound, and not the same for everybody. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 1_000;

    private long next = FIRST_MILLIS;

    long nextMillis() {
        long now = next;
        next = Math.min(LONGEST_MILLIS, 2 * next);
        return ThreadLocalRandom.current().nextLong(now / 2, now + 1);
    }

    void reset() {
        next = FIRST_MILLIS;
    }
}
