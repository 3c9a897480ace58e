package dev.trivet.gateway.limit;

import dev.trivet.common.pack.Limit;

import java.time.Duration;

/**
 * One limit, ready to decide with.
 *
 * @param limit requests per window
 * @param window span in microseconds
 */
public record Rule(
        String name, Limit.Algorithm algorithm, int limit, long window, Limit.OnRedisFailure onRedisFailure) {

    static Rule of(String name, Limit limit) {
        return new Rule(name, limit.algorithm(), limit.limit(), micros(limit.window()), limit.onRedisFailure());
    }

    /** The same rule for one of several gateways that cannot ask each other. */
    Rule shareOf(int gateways) {
        return new Rule(name, algorithm, Math.max(1, limit / gateways), window, onRedisFailure);
    }

    /**
     * Microseconds between two requests of an even stream, rounded up: a limit that does not divide its window may admit
     * a little less, never more.
     */
    long interval() {
        return (window + limit - 1) / limit;
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1_000;
    }
}
