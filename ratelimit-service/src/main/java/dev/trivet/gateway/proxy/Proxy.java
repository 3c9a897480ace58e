package dev.trivet.gateway.proxy;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.route.Upstream;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Forwards requests. Bodies stream through in both directions at the pace of the slower side; none is held whole. */
@Singleton
public class Proxy {

    private static final Logger LOG = Logger.getLogger(Proxy.class);
    private static final int MOST_WAITING = 10_000;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final HttpClient client;
    private final long maxBody;
    private final ProblemAnswer problems;

    Proxy(Vertx vertx, GatewayConfig config, ProblemAnswer problems) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeout((int) config.idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxPoolSize(config.maxConnections())
                .setMaxWaitQueueSize(MOST_WAITING));
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
        RequestOptions options = new RequestOptions()
                .setHost(upstream.url().getHost())
                .setPort(upstream.port())
                .setSsl(upstream.isTls())
                .setMethod(request.method())
                .setURI(introduction.uri());
        client.request(options)
                .onSuccess(onward -> send(request, onward, introduction))
                .onFailure(failure -> fail(request, upstream.name(), failure));
    }

    private void send(HttpServerRequest request, HttpClientRequest onward, Introduction introduction) {
        ProxyHeaders.copyRequest(request.headers(), onward.headers());
        introduce(request, onward.headers(), introduction);
        request.response().closeHandler(gone -> onward.reset());
        request.response().exceptionHandler(broken -> onward.reset());
        onward.response()
                .onSuccess(answer -> back(answer, request.response()))
                .onFailure(failure -> fail(request, onward.absoluteURI(), failure));
        if (hasBody(request)) {
            if (!onward.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
                onward.setChunked(true);
            }
            if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
                request.response().writeContinue();
            }
            new BoundedBody(request, maxBody)
                    .pipe()
                    .endOnFailure(false)
                    .to(onward)
                    .onFailure(failure -> {
                        if (failure instanceof BoundedBody.TooLong) {
                            tooLong(request);
                        }
                        onward.reset();
                    });
        } else {
            onward.end();
            request.resume();
        }
    }

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

    private static void back(HttpClientResponse answer, HttpServerResponse response) {
        response.setStatusCode(answer.statusCode());
        ProxyHeaders.copyResponse(answer.headers(), response.headers());
        boolean bodiless = answer.request().getMethod() == HttpMethod.HEAD
                || answer.statusCode() == 204
                || answer.statusCode() == 304;
        if (!bodiless && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        answer.pipeTo(response).onFailure(cut -> response.reset());
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
        if (!request.response().headWritten()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            problems.send(request, Problems.tooLarge("the body may have " + maxBody + " bytes at most"));
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        return announcedLength(request) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
