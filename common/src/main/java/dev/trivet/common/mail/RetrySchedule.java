package dev.trivet.common.mail;

import java.time.Duration;

/**
 * When a mail that did not go out is tried again: after twice as long each time, up to a longest.
 *
 * @param first wait after the first try
 * @param longest the longest wait
 */
record RetrySchedule(Duration first, Duration longest) {

    /** Doublings after which any wait is longer than any longest, and before a long overflows. */
    private static final int MOST_DOUBLINGS = 20;

    /** How long to wait after this many tries. */
    Duration after(int tries) {
        Duration wait = first.multipliedBy(1L << Math.min(Math.max(tries - 1, 0), MOST_DOUBLINGS));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
