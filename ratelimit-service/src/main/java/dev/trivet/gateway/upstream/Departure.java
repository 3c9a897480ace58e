package dev.trivet.gateway.upstream;

import java.time.Duration;

/**
 * Whether a target is about to leave, which it says by closing connections after its answers. Requests go to those that stay then,
 * since the moment in which it leaves would cut some off. One a second is let through to see whether it has stayed after all.
 */
final class Departure {

    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

    /** What cannot be repeated looks only when nothing else comes. */
    private static final long LOOK_AT_LAST = Duration.ofSeconds(30).toNanos();

    private volatile boolean announced;
    private long since;

    boolean isAnnounced() {
        return announced;
    }

    /**
     * Learns from an answer.
     *
     * @param closes whether its connection is closed after it
     */
    void answered(boolean closes, long now) {
        // As good as never: most answers take no lock for it.
        if (closes || announced) {
            note(closes, now);
        }
    }

    private synchronized void note(boolean closes, long now) {
        if (closes && !announced) {
            since = now;
        }
        announced = closes;
    }

    /** Takes a request for a look, if it is time for one. */
    synchronized boolean takeLook(long now, boolean repeatable) {
        if (!announced || now - since < (repeatable ? LOOK_EVERY : LOOK_AT_LAST)) {
            return false;
        }
        since = now;
        return true;
    }
}
