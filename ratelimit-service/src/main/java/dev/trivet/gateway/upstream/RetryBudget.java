package dev.trivet.gateway.upstream;

import java.time.Duration;

/**
 * How many requests to an upstream may be tried again: one for every five requests, and two a second where there are few. A
 * service that is down under its load does not get a multiple of it. What is not used is saved, up to a hundred.
 */
final class RetryBudget {

    /** Tokens are counted in tenths. */
    private static final int RETRY = 10;

    private static final int PER_REQUEST = 2;
    private static final int MOST = 100 * RETRY;
    private static final int AT_FIRST = 20 * RETRY;
    private static final long EACH = Duration.ofMillis(50).toNanos();

    private int tokens = AT_FIRST;
    private long filledAt;

    RetryBudget(long now) {
        filledAt = now;
    }

    synchronized void request() {
        tokens = Math.min(MOST, tokens + PER_REQUEST);
    }

    /** Takes one retry, if there is one left. */
    synchronized boolean take(long now) {
        long earned = (now - filledAt) / EACH;
        filledAt += earned * EACH;
        tokens = (int) Math.min(MOST, tokens + earned);
        if (tokens < RETRY) {
            return false;
        }
        tokens -= RETRY;
        return true;
    }
}
