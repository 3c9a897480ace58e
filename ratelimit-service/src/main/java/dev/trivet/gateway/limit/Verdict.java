package dev.trivet.gateway.limit;

/**
 * What one limit says to one request.
 *
 * @param blocked whether it is refused for having exceeded the limit, until a time that nothing changes any more
 * @param remaining requests that would still be admitted at this moment
 * @param resetMicros until the limit is as if nothing had been asked
 * @param retryMicros until a refused request would be admitted; 0 for an admitted one
 */
public record Verdict(Rule rule, boolean allowed, boolean blocked, int remaining, long resetMicros, long retryMicros) {

    Verdict(Rule rule, boolean allowed, int remaining, long resetMicros, long retryMicros) {
        this(rule, allowed, false, remaining, resetMicros, retryMicros);
    }

    /** Whether it stands in the request's way. */
    boolean refuses() {
        return !allowed && !rule.shadow();
    }

    /** The same for a client that is refused for a while longer, whatever is left. */
    Verdict blockedFor(long micros) {
        return new Verdict(rule, false, true, 0, Math.max(resetMicros, micros), micros);
    }
}
