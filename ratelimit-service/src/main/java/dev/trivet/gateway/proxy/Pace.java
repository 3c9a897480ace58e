package dev.trivet.gateway.proxy;

/**
 * The slowest that a body may come: it has a while to begin with, and then a second for each so many bytes. One bound on the whole
 * would be too long for a short body or too short for a long one.
 *
 * @param graceMillis how long it has in any case
 * @param bytesPerSecond what it must come at after that
 */
record Pace(long graceMillis, long bytesPerSecond) {

    private static final long SECOND = 1_000;

    /**
     * When a body is late that has come so far, in milliseconds from its beginning.
     *
     * @param held how long it was kept waiting, which is not the sender's fault
     */
    long lateAfter(long bytes, long held) {
        return graceMillis + held + bytes * SECOND / bytesPerSecond;
    }
}
