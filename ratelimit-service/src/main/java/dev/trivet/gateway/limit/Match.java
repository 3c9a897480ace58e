package dev.trivet.gateway.limit;

/**
 * A limit that a request counts under.
 *
 * @param subject the name of its counter
 */
public record Match(Rule rule, String subject) {}
