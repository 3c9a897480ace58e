package dev.trivet.stack.history;

/**
 * A read that saw less than it had to.
 *
 * @param late the read
 * @param missed the newest operation that it had to know of
 */
public record Violation(Kind kind, int key, Operation late, Operation missed) {

    /** What was broken. */
    public enum Kind {
        /** A read, on whichever replica, missed a write that was acknowledged longer ago than replicas may differ. */
        STALE,
        /** A read missed a write that the same replica had acknowledged before. */
        STALE_WHERE_WRITTEN,
        /**
         * A read saw less than an earlier read on the same replica had. Only when that lies longer ago than replicas may
         * differ: until a write is acknowledged, and on other replicas a little longer, some answers of a replica show it
         * (a list loaded just now) and others do not yet (an item from memory).
         */
        WENT_BACK
    }

    /** How long it had been known, when the read began. */
    public long nanosLate() {
        return late.begin() - missed.end();
    }
}
