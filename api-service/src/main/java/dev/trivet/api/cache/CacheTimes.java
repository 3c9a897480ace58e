package dev.trivet.api.cache;

import java.time.Duration;

/**
 * How long an answer may be given when nothing changes.
 *
 * @param fresh without further ado
 * @param whileRevalidate after that, while it is loaded anew behind the scenes (RFC 5861)
 * @param ifError after {@code fresh}, when it cannot be loaded (RFC 5861)
 */
public record CacheTimes(Duration fresh, Duration whileRevalidate, Duration ifError) {

    public static CacheTimes of(Duration fresh) {
        return new CacheTimes(fresh, Duration.ZERO, Duration.ZERO);
    }

    boolean isServable(long ageMillis, long lifeMillis) {
        return ageMillis < lifeMillis + whileRevalidate.toMillis();
    }

    boolean isServableOnError(long ageMillis, long lifeMillis) {
        return ageMillis < lifeMillis + ifError.toMillis();
    }

    /** How much longer than fresh it is worth keeping. */
    Duration stale() {
        return whileRevalidate.compareTo(ifError) > 0 ? whileRevalidate : ifError;
    }
}
