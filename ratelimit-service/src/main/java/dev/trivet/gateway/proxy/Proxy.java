package dev.trivet.gateway.proxy;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.route.Upstream;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Forwards requests. Bodies stream through in both directions at the pace of the slower side; none is held whole. */
@Singleton
public class Proxy {

    private static final Logger LOG = Logger.getLogger(Proxy.class);
    private static final Throwable AWAY = new IllegalStateException("no connection");

    /** HTTP/2 need not announce a body; these methods are taken to have one. */
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private static final int ATTEMPTS = 3;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long WAIT_FOR_CONNECTION_MILLIS = 2_000;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final HttpClient client;
    private final long maxBody;
    private final ProblemAnswer problems;

    Proxy(Vertx vertx, GatewayConfig config, ProblemAnswer problems) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxPoolSize(config.maxConnections())
                .setMaxWaitQueueSize(config.maxConnections()));
        this.vertx = vertx;
        this.config = config;
        this.maxBody = config.maxBody().asLongValue();
        this.problems = problems;
    }

    /**
     * What the upstream is told of a request, in words that are not the client's own.
     *
     * @param uri path and query as they were decided on
     * @param address the client's
     * @param forwardedFor the X-Forwarded-For to send
     * @param caller who is signed in, or null
     */
    public record Introduction(String uri, String address, String forwardedFor, Caller caller) {}

    /** Forwards a request and its answer. */
    public void forward(HttpServerRequest request, Upstream upstream, Introduction introduction) {
        if (announcedLength(request) > maxBody) {
            tooLong(request);
            return;
        }
        attempt(request, upstream, introduction, ATTEMPTS);
    }

    private void attempt(HttpServerRequest request, Upstream upstream, Introduction introduction, int attempts) {
        RequestOptions options = new RequestOptions()
                .setHost(upstream.url().getHost())
                .setPort(upstream.port())
                .setSsl(upstream.isTls())
                .setMethod(request.method())
                .setURI(introduction.uri())
                .setConnectTimeout(WAIT_FOR_CONNECTION_MILLIS)
                .setIdleTimeout(config.idleTimeout().toMillis());
        client.request(options)
                .onSuccess(onward -> send(request, onward, introduction).onFailure(failure -> {
                    HttpServerResponse response = request.response();
                    boolean untouched = !response.headWritten() && !response.closed();
                    if (attempts > 1 && isRepeatable(request) && untouched && !(failure instanceof TimeoutException)) {
                        attempt(request, upstream, introduction, attempts - 1);
                    } else {
                        fail(request, upstream.name(), failure);
                    }
                }))
                .onFailure(failure -> {
                    // The pool has handed out a connection that was just being closed. Nothing has been sent yet.
                    if (attempts > 1 && failure instanceof HttpClosedException) {
                        attempt(request, upstream, introduction, attempts - 1);
                    } else {
                        fail(request, upstream.name(), AWAY);
                    }
                });
    }

    /** Sends the request; fails when no answer begins. */
    private Future<HttpClientResponse> send(
            HttpServerRequest request, HttpClientRequest onward, Introduction introduction) {
        ProxyHeaders.copyRequest(request.headers(), onward.headers());
        introduce(request, onward.headers(), introduction);
        // Only while it is under way: afterwards the upstream's connection serves others.
        request.response().closeHandler(gone -> onward.reset());
        request.response().exceptionHandler(broken -> onward.reset());
        onward.exceptionHandler(broken -> LOG.debugf("%s: %s", onward.absoluteURI(), broken.getMessage()));
        Future<HttpClientResponse> answered =
                onward.response().onSuccess(answer -> back(answer, onward, request.response()));
        if (hasBody(request)) {
            sendBody(request, onward);
        } else {
            onward.end();
            request.resume();
        }
        return answered;
    }

    /** Streams the body, within its bounds of length and time: a client that sends drop by drop holds a connection. */
    private void sendBody(HttpServerRequest request, HttpClientRequest onward) {
        if (!onward.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            onward.setChunked(true);
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        long deadline = vertx.setTimer(config.bodyTimeout().toMillis(), late -> {
            refuseBody(
                    request,
                    Problems.bodyTooSlow("the body must arrive within "
                            + config.bodyTimeout().toSeconds() + " s"));
            onward.reset();
        });
        new BoundedBody(request, maxBody)
                .pipe()
                .endOnFailure(false)
                .to(onward)
                .onComplete(over -> vertx.cancelTimer(deadline))
                .onFailure(failure -> {
                    if (failure instanceof BoundedBody.TooLong) {
                        tooLong(request);
                    }
                    onward.reset();
                });
    }

    /** Tells the upstream what the client's own words cannot be trusted with. */
    private static void introduce(HttpServerRequest request, MultiMap headers, Introduction introduction) {
        headers.set("X-Forwarded-For", introduction.forwardedFor());
        headers.set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        if (request.getHeader(HttpHeaders.HOST) != null) {
            headers.set("X-Forwarded-Host", request.getHeader(HttpHeaders.HOST));
        }
        headers.set(IdentityHeaders.ADDRESS, introduction.address());
        Caller caller = introduction.caller();
        if (caller != null) {
            headers.set(IdentityHeaders.USER, caller.user().toString());
            headers.set(IdentityHeaders.ROLES, String.join(",", caller.roles()));
        }
    }

    private static void back(HttpClientResponse answer, HttpClientRequest onward, HttpServerResponse response) {
        if (response.closed() || response.headWritten()) {
            onward.reset();
            return;
        }
        response.setStatusCode(answer.statusCode());
        ProxyHeaders.copyResponse(answer.headers(), response.headers());
        boolean bodiless =
                onward.getMethod() == HttpMethod.HEAD || answer.statusCode() == 204 || answer.statusCode() == 304;
        if (!bodiless && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        answer.pipe()
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

    private void fail(HttpServerRequest request, String upstream, Throwable failure) {
        LOG.debugf("%s: %s", upstream, failure.getMessage());
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
        } else if (failure instanceof TimeoutException) {
            problems.send(request, Problems.gatewayTimeout("the service behind did not answer in time"));
        } else {
            problems.send(
                    request,
                    Problems.unavailable("the service behind does not answer; try again", RETRY_AFTER_SECONDS));
        }
    }

    private void tooLong(HttpServerRequest request) {
        refuseBody(request, Problems.tooLarge("the body may have " + maxBody + " bytes at most"));
    }

    /** Closes the connection too: what is left of the body would be taken for the next request. */
    private void refuseBody(HttpServerRequest request, HttpProblem problem) {
        if (!request.response().headWritten() && !request.response().closed()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            problems.send(request, problem);
        }
    }

    /** A kept connection may turn out closed just as it is used; a read can simply be asked again. */
    private static boolean isRepeatable(HttpServerRequest request) {
        return (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) && !hasBody(request);
    }

    private static boolean hasBody(HttpServerRequest request) {
        return announcedLength(request) > 0
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || (request.version() == HttpVersion.HTTP_2
                        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                        && WITH_BODY.contains(request.method()));
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
