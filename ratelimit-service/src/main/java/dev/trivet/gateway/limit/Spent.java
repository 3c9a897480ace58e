package dev.trivet.gateway.limit;

/**
 * What a request has spent under one limit, so that it can be given back.
 *
 * @param receipt the state that it was spent from, in the words of whoever keeps it
 * @param local whether it was counted in memory, while Redis was away
 */
record Spent(Match match, String receipt, boolean local) {}
