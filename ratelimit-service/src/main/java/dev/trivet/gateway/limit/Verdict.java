package dev.trivet.gateway.limit;

/**
 * What one limit says to one request.
 *
 * @param remaining requests that would still be admitted at this moment
 * @param resetMicros until the limit is as if nothing had been asked
 * @param retryMicros until a refused request would be admitted; 0 for an admitted one
 */
public record Verdict(Rule rule, boolean allowed, int remaining, long resetMicros, long retryMicros) {}
