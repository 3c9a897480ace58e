package dev.trivet.gateway.limit;

import dev.trivet.common.pack.Limit;
import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;

import java.time.Duration;
import java.util.Set;

/**
 * One limit, ready to decide with. Spans are in microseconds.
 *
 * @param limit requests per window
 * @param burst most requests at once; only GCRA has one that is not the limit
 * @param block how long whoever exceeds it is refused; 0 for as long as it takes
 * @param shadow whether it only counts and reports
 * @param counts statuses of answers that stay counted; empty for all
 */
public record Rule(
        String name,
        Algorithm algorithm,
        int limit,
        long window,
        int burst,
        long block,
        boolean shadow,
        Set<Integer> counts,
        OnRedisFailure onRedisFailure) {

    Rule(String name, Algorithm algorithm, int limit, long window, OnRedisFailure onRedisFailure) {
        this(name, algorithm, limit, window, limit, 0, false, Set.of(), onRedisFailure);
    }

    static Rule of(String name, Limit limit) {
        return new Rule(
                name,
                limit.algorithm(),
                limit.limit(),
                micros(limit.window()),
                limit.capacity(),
                limit.block() == null ? 0 : micros(limit.block()),
                limit.shadow(),
                Set.copyOf(limit.counts()),
                limit.onRedisFailure());
    }

    /** The same rule for one of several gateways that cannot ask each other. What costs much must still fit. */
    Rule shareOf(int gateways, int cost) {
        return new Rule(
                name,
                algorithm,
                Math.max(algorithm == Algorithm.GCRA ? 1 : cost, limit / gateways),
                window,
                Math.max(cost, burst / gateways),
                block,
                shadow,
                counts,
                onRedisFailure);
    }

    /** The most requests that are ever admitted at once. */
    public int capacity() {
        return algorithm == Algorithm.GCRA ? burst : limit;
    }

    /** The span in which the whole capacity comes back. */
    public long period() {
        return algorithm == Algorithm.GCRA ? window / limit * burst + window % limit * burst / limit : window;
    }

    /**
     * Microseconds between two requests of an even stream, rounded up: a limit that does not divide its window may admit
     * a little less, never more.
     */
    long interval() {
        return (window + limit - 1) / limit;
    }

    /** Whether a request is given back when its answer turns out to be one that does not count. */
    boolean givesBack() {
        return !counts.isEmpty();
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1_000;
    }
}
