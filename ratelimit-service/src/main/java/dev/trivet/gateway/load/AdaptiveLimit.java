package dev.trivet.gateway.load;

/**
 * How many requests an upstream is given at a time: as many as it answers in time, by additive increase and multiplicative
 * decrease, as TCP finds its window.
 *
 * <p>Beyond what an upstream works at, requests only wait in it; once they wait longer than the gateway does, all its work is
 * in vain. So when an answer took more than half of the time that it had, two thirds of the requests that there are now
 * are the limit; after as many answers as the limit, in time while it was made use of, it is one more. One that began before the last cut says
 * nothing about it.
 */
final class AdaptiveLimit {

    private static final int LEAST = 4;

    private final int most;
    private final long slow;
    private double limit;
    private long cutAt;
    private boolean cutBefore;

    /**
     * @param answerTime nanoseconds that an answer may take
     */
    AdaptiveLimit(int most, long answerTime) {
        this.most = most;
        this.slow = answerTime / 2;
        this.limit = most;
    }

    synchronized int now() {
        return (int) limit;
    }

    /**
     * Learns from an answer, or from its failing to come.
     *
     * @param began when the upstream had the request
     * @param inFlight requests there are now
     */
    synchronized void answered(long began, long now, int inFlight) {
        if (now - began > slow) {
            if (!cutBefore || began - cutAt >= 0) {
                limit = Math.max(Math.min(LEAST, most), Math.min(limit, inFlight) * 2 / 3);
                cutAt = now;
                cutBefore = true;
            }
        } else if (inFlight * 2 >= limit) {
            limit = Math.min(most, limit + 1 / limit);
        }
    }
}
