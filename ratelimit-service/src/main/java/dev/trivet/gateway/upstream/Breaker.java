package dev.trivet.gateway.upstream;

import java.time.Duration;

/**
 * The circuit breaker of one target: after failures it is out for a while, then one request is its trial.
 *
 * <p>Five failures in a row, or half of twenty or more within ten seconds, and it is out for a second; each time that it fails its
 * trial, for twice as long, up to half a minute. Whoever is well for that long begins anew with a second. While no other
 * target is left there is a trial each second, so that what has come back is found at once. So there is where trials cost nothing: a
 * connection that is refused at once has a request go elsewhere, and no later.
 */
final class Breaker {

    static final long FIRST_BREAK = Duration.ofSeconds(1).toNanos();
    static final long LONGEST_BREAK = Duration.ofSeconds(30).toNanos();

    private static final int IN_A_ROW = 5;
    private static final int ENOUGH_TO_JUDGE = 20;
    private static final long SPAN = Duration.ofSeconds(10).toNanos();

    private boolean out;
    private boolean onTrial;
    private long failedAt;
    private long outUntil;
    private long backSince;
    private int breaks;

    private boolean succeededBefore;
    private long lastSuccess;
    private int row;
    private long spanFrom;
    private int outcomes;
    private int failures;

    /** Whether requests may simply go there. */
    synchronized boolean isWell() {
        return !out;
    }

    /** Nanoseconds until it gets a trial while no other target is left. */
    synchronized long untilTrial(long now) {
        return !out ? 0 : Math.max(onTrial ? FIRST_BREAK : 0, failedAt + FIRST_BREAK - now);
    }

    /**
     * Takes the trial, if it is time for one.
     *
     * @param repeatable whether the request can go elsewhere when this fails; others are risked only when nothing else comes
     * @param alone whether no target is well
     */
    synchronized boolean tryTrial(long now, boolean repeatable, boolean alone) {
        long due = alone ? failedAt + FIRST_BREAK : repeatable ? outUntil : outUntil + LONGEST_BREAK;
        if (!out || onTrial || now - due < 0) {
            return false;
        }
        onTrial = true;
        return true;
    }

    synchronized void succeeded(long now, boolean trial) {
        if (trial) {
            onTrial = false;
            out = false;
            backSince = now;
            startSpan(now);
        }
        succeededBefore = true;
        lastSuccess = now;
        row = 0;
        count(now, false);
    }

    /**
     * Notes a failure. One that began before the last success is none in a row: requests that hang until all of them are late
     * in the same moment say less about the target than those that it has answered meanwhile.
     *
     * @param began when the request went there
     * @param free whether it has cost the request nothing
     * @return whether the target is out because of it
     */
    synchronized boolean failed(long now, boolean trial, long began, boolean free) {
        if (trial) {
            onTrial = false;
        } else if (out) {
            // It began before the others failed, and is no news.
            return false;
        }
        if (!succeededBefore || began - lastSuccess >= 0) {
            row++;
        }
        count(now, true);
        boolean bad = trial || row >= IN_A_ROW || (outcomes >= ENOUGH_TO_JUDGE && failures * 2 >= outcomes);
        if (bad) {
            boolean anew = trial ? free : now - backSince >= LONGEST_BREAK;
            breaks = anew ? 1 : breaks + 1;
            out = true;
            failedAt = now;
            outUntil = now + Math.min(LONGEST_BREAK, FIRST_BREAK << Math.min(breaks - 1, 5));
            row = 0;
        }
        return bad;
    }

    /** Notes that a trial told nothing: its client went away. */
    synchronized void abandoned(boolean trial) {
        onTrial &= !trial;
    }

    private void count(long now, boolean failure) {
        if (now - spanFrom >= SPAN) {
            startSpan(now);
        }
        outcomes++;
        failures += failure ? 1 : 0;
    }

    private void startSpan(long now) {
        spanFrom = now;
        outcomes = 0;
        failures = 0;
    }
}
