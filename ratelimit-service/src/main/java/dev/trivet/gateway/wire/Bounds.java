package dev.trivet.gateway.wire;

/**
 * How long a message's parts may be.
 *
 * @param requestLine bytes of method, target and version
 * @param head bytes of request line and header fields together
 * @param fields how many header fields
 */
record Bounds(int requestLine, int head, int fields) {}
