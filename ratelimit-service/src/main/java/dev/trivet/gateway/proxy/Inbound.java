package dev.trivet.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A request that is to be forwarded, and whether anybody still waits for its answer.
 *
 * @param upgrade to a WebSocket, or null
 * @param over completes when nobody waits for the answer any more, because it is there or because the client has gone
 */
record Inbound(
        HttpServerRequest request, RequestBody body, Upgrade upgrade, Future<Void> over, Introduction introduction) {

    /** Whether it is too late to answer it. */
    boolean isGone() {
        HttpServerResponse response = request.response();
        // The response of a stream that is being reset says that it is closed later than those are told who wait for
        // its end.
        return over.isComplete() || response.headWritten() || response.ended() || response.closed();
    }

    /** Whether the answer may be one that goes on and on. */
    boolean mayLast() {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return upgrade != null || (accepted != null && accepted.contains(Answers.EVENT_STREAM));
    }

    /** Breaks off an answer that has begun. */
    void breakOff() {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            Transfer.cutOff(request);
        }
    }
}
