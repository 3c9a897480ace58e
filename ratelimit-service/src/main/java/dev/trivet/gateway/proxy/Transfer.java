package dev.trivet.gateway.proxy;

import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jboss.logging.Logger;

import java.nio.channels.ClosedChannelException;

/** One attempt at one request: how it and its answer stream through, each at the pace of the slower side. */
final class Transfer {

    private static final Logger LOG = Logger.getLogger(Transfer.class);

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Upgrade upgrade;
    private final Future<Void> over;
    private final RequestBody body;
    private final HttpClientRequest onward;
    private final Lease lease;
    private final Introduction introduction;

    Transfer(Inbound inbound, HttpClientRequest onward) {
        this.request = inbound.request();
        this.response = request.response();
        this.upgrade = inbound.upgrade();
        this.over = inbound.over();
        this.body = inbound.body();
        this.onward = onward;
        this.lease = new Lease(onward, () -> !body.exists() || request.isEnded());
        this.introduction = inbound.introduction();
    }

    /** Sends the request; fails when no answer begins that could be passed on. What becomes of it is the caller's to say. */
    Future<HttpClientResponse> begin() {
        if (response.closed()) {
            lease.giveUp();
            return Future.failedFuture(new ClosedChannelException());
        }
        ProxyHeaders.copyRequest(request.headers(), onward.headers());
        introduction.writeTo(onward.headers(), request);
        over.onComplete(end -> {
            // Not after it went well: the upstream's connection serves others then.
            if (!response.ended()) {
                lease.giveUp();
            }
        });
        onward.exceptionHandler(broken -> LOG.debugf("%s: %s", onward.absoluteURI(), broken.getMessage()));
        Future<HttpClientResponse> answered =
                onward.response().compose(this::checked, failure -> Future.failedFuture(BadAnswer.insteadOf(failure)));
        if (upgrade != null && onward.version() != HttpVersion.HTTP_2) {
            upgrade.writeTo(onward.headers());
            onward.connect();
            request.resume();
        } else if (body.exists()) {
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

    /** Gives up what the upstream is doing for this request. */
    void giveUp() {
        lease.giveUp();
    }

    private boolean isUpgraded(HttpClientResponse answer) {
        return upgrade != null && upgrade.isGrantedBy(answer);
    }

    private Future<HttpClientResponse> checked(HttpClientResponse answer) {
        if (isUpgraded(answer)) {
            return Future.succeededFuture(answer);
        }
        return BadAnswer.in(answer)
                .map(bad -> {
                    lease.giveUp();
                    return Future.<HttpClientResponse>failedFuture(bad);
                })
                .orElseGet(() -> Future.succeededFuture(answer));
    }

    /**
     * Streams the answer to the client; completes when it is over, one way or the other. Called as soon as there is an answer, for
     * its body comes next.
     */
    Future<Void> back(HttpClientResponse answer) {
        if (response.closed() || response.headWritten()) {
            lease.giveUp();
            return Future.succeededFuture();
        }
        introduction.answered().accept(answer.statusCode());
        if (isUpgraded(answer)) {
            return upgrade.open(onward, answer);
        }
        if (upgrade != null && onward.version() != HttpVersion.HTTP_2) {
            // Refused: then it was a request like others, which has yet to be ended.
            onward.end();
        }
        response.setStatusCode(answer.statusCode());
        ProxyHeaders.copyResponse(answer.headers(), response.headers());
        Via.add(response.headers(), answer.version());
        if (answer.statusCode() == 204) {
            response.headers().remove(HttpHeaders.CONTENT_LENGTH);
        }
        boolean bodiless =
                onward.getMethod() == HttpMethod.HEAD || answer.statusCode() == 204 || answer.statusCode() == 304;
        boolean framed = bodiless || response.headers().contains(HttpHeaders.CONTENT_LENGTH);
        if (!framed) {
            response.setChunked(true);
        }
        boolean endsByClosing = !framed && request.version() == HttpVersion.HTTP_1_0;
        Future<Void> streamed = answer.pipe()
                .endOnFailure(false)
                .to(response)
                .onSuccess(whole -> finish(endsByClosing))
                .onFailure(cut -> cut(endsByClosing, cut));
        if (framed || response.isChunked()) {
            showHead();
        }
        return streamed;
    }

    /** Whoever waits for events wants to know that he may, before the first comes. What is there already goes in one piece. */
    private void showHead() {
        Vertx.currentContext().runOnContext(next -> {
            if (!response.headWritten() && !response.closed()) {
                response.writeHead();
            }
        });
    }

    private void finish(boolean endsByClosing) {
        if (endsByClosing) {
            request.connection().close();
        } else if (!request.isEnded()) {
            lease.giveUp();
            body.leave();
        }
    }

    /** A client must see that this is not the whole answer. */
    private void cut(boolean endsByClosing, Throwable failure) {
        // A client that has gone away needs no reset, and Netty would warn of one.
        if (response.closed() || failure instanceof ClosedChannelException) {
            return;
        }
        if (endsByClosing && request.connection() instanceof ConnectionBase connection) {
            // Closed as usual it would look like the end.
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        cutOff(request);
    }

    /**
     * Ends a request whose answer stays unfinished. Over HTTP/1 by way of the connection: whoever waits for the request's end
     * is told of that, and not of an answer that is reset.
     */
    static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
