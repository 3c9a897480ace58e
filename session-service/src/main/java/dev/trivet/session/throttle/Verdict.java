package dev.trivet.session.throttle;

import java.time.OffsetDateTime;

/**
 * Whether an attempt may be made.
 *
 * @param admitted and counted
 * @param at when it was counted; null when it was not, or when nobody keeps that
 * @param waitSeconds when another may be made, if this one may not
 */
record Verdict(boolean admitted, OffsetDateTime at, long waitSeconds) {

    private static final double MILLIS = 1_000;

    static Verdict admitted(OffsetDateTime at) {
        return new Verdict(true, at, 0);
    }

    /** Rounds up: whoever comes back on time is not to be refused for a fraction. */
    static Verdict refused(long waitMillis) {
        return new Verdict(false, null, Math.max(1, (long) Math.ceil(waitMillis / MILLIS)));
    }
}
