package dev.trivet.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jboss.logging.Logger;

import java.nio.channels.ClosedChannelException;

/** One attempt at one request: how it and its answer stream through, each at the pace of the slower side. */
final class Transfer {

    private static final Logger LOG = Logger.getLogger(Transfer.class);

    private final HttpServerRequest request;
    private final RequestBody body;
    private final HttpClientRequest onward;
    private final Introduction introduction;

    Transfer(HttpServerRequest request, RequestBody body, HttpClientRequest onward, Introduction introduction) {
        this.request = request;
        this.body = body;
        this.onward = onward;
        this.introduction = introduction;
    }

    /** Sends the request; fails when no answer begins. What becomes of the answer is the caller's to say. */
    Future<HttpClientResponse> begin() {
        ProxyHeaders.copyRequest(request.headers(), onward.headers());
        introduction.writeTo(onward.headers(), request);
        // Only while it is under way: afterwards the upstream's connection serves others.
        request.response().closeHandler(gone -> onward.reset());
        request.response().exceptionHandler(broken -> onward.reset());
        onward.exceptionHandler(broken -> LOG.debugf("%s: %s", onward.absoluteURI(), broken.getMessage()));
        Future<HttpClientResponse> answered = onward.response();
        if (body.exists()) {
            body.streamTo(onward);
        } else {
            onward.end();
            // Over HTTP/2, what has been read to its end, before an earlier attempt, cannot be read on.
            if (!request.isEnded()) {
                request.resume();
            }
        }
        return answered;
    }

    /** Streams the answer to the client; completes when it is over, one way or the other. */
    Future<Void> back(HttpClientResponse answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.headWritten()) {
            onward.reset();
            return Future.succeededFuture();
        }
        introduction.answered().accept(answer.statusCode());
        response.setStatusCode(answer.statusCode());
        ProxyHeaders.copyResponse(answer.headers(), response.headers());
        Via.add(response.headers(), answer.version());
        boolean bodiless =
                onward.getMethod() == HttpMethod.HEAD || answer.statusCode() == 204 || answer.statusCode() == 304;
        if (!bodiless && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        return answer.pipe()
                .endOnFailure(false)
                .to(response)
                .onComplete(over -> {
                    response.closeHandler(null);
                    response.exceptionHandler(null);
                })
                .onFailure(cut -> {
                    // A client that has gone away needs no reset, and Netty would warn of one.
                    if (!response.closed() && !(cut instanceof ClosedChannelException)) {
                        response.reset();
                    }
                });
    }
}
