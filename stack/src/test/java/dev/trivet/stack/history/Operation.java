package dev.trivet.stack.history;

/**
 * One read or write of one key, as its client saw it. Times are {@link System#nanoTime()}.
 *
 * @param version what was read, or what the write made of the key
 * @param begin before the request was sent
 * @param end after the answer had arrived; for a write that is when it was acknowledged
 */
public record Operation(boolean isWrite, int replica, long version, long begin, long end) {

    /** A version that nobody was told, of a write whose connection died: it may have happened or not. */
    static final long UNKNOWN = -1;

    static final long NEVER = Long.MAX_VALUE;
}
