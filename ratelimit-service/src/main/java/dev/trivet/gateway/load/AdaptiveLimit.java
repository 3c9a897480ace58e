package dev.trivet.gateway.load;

/**
 * How many requests an upstream is given at a time: as many as it answers in time, by additive increase and multiplicative
 * decrease, as TCP finds its window.
 *
 * <p>Beyond what an upstream works at, requests only wait in it; once they wait longer than the gateway does, all its work is
 * in vain. So when most answers of late took more than half of the time that they had, two thirds of the requests that there
 * are now are the limit; after as many answers as the limit, in time while it was made use of, it is one more. One that began
 * before the last cut says nothing about it.
 *
 * <p>A few slow answers among others are no congestion but slow answers: a report, a long poll. Whoever could cut the room by
 * asking for those would shut out everybody else.
 */
final class AdaptiveLimit {

    private static final int LEAST = 16;
    private static final int ENOUGH_TO_JUDGE = 5;

    /** So many times what is slow without a slow answer double a limit that nobody meets. */
    private static final int CALM = 6;

    private final int most;
    private final long slow;
    private double limit;
    private long cutAt;
    private boolean cutBefore;
    private long spanFrom;
    private int answers;
    private int slowOnes;
    private long calmSince;

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
        boolean isSlow = now - began > slow;
        if (isSlow && cutBefore && began - cutAt < 0) {
            return;
        }
        count(isSlow, now);
        if (isSlow) {
            calmSince = now;
            if (slowOnes >= ENOUGH_TO_JUDGE && slowOnes * 2 >= answers) {
                cut(now, inFlight);
            }
        } else if (inFlight * 2 >= limit) {
            limit = Math.min(most, limit + 1 / limit);
        } else if (now - calmSince > CALM * slow) {
            limit = Math.min(most, limit * 2);
            calmSince = now;
        }
    }

    private void cut(long now, int inFlight) {
        double least = Math.min(LEAST, most);
        limit = Math.max(least, Math.min(limit, inFlight) * 2 / 3);
        cutAt = now;
        cutBefore = true;
        startSpan(now);
    }

    private void count(boolean isSlow, long now) {
        // Longer, and overload would be seen only after half a queue was in vain; shorter, and few answers would judge.
        if (now - spanFrom > slow * 3 / 2) {
            startSpan(now);
        }
        answers++;
        slowOnes += isSlow ? 1 : 0;
    }

    private void startSpan(long now) {
        spanFrom = now;
        answers = 0;
        slowOnes = 0;
    }
}
