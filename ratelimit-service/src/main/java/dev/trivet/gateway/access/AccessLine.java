package dev.trivet.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A line of the access log. It has no query, since tokens and searches stand there, and no names: of who is signed in, only
 * a digest.
 *
 * @param upstream what it was forwarded to, or null when it was not
 * @param upstreamMillis from forwarding until the answer began, or null
 * @param limit the limit that refused it, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccessLine(
        String time,
        String id,
        String trace,
        String protocol,
        String method,
        String path,
        String upstream,
        int status,
        long bytesIn,
        long bytesOut,
        double millis,
        Double upstreamMillis,
        String client,
        String user,
        String limit,
        Boolean cut) {}
