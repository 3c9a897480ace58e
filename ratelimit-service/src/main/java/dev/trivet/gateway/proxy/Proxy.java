package dev.trivet.gateway.proxy;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.route.Upstream;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.concurrent.TimeoutException;

/** Forwards requests. Bodies stream through in both directions at the pace of the slower side; none is held whole. */
@Singleton
public class Proxy {

    private static final Logger LOG = Logger.getLogger(Proxy.class);
    private static final Throwable AWAY = new IllegalStateException("no connection");

    private static final int ATTEMPTS = 3;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long WAIT_FOR_CONNECTION_MILLIS = 2_000;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Vertx vertx;
    private final GatewayConfig config;
    private final HttpClient client;
    private final ProblemAnswer problems;

    Proxy(Vertx vertx, GatewayConfig config, ProblemAnswer problems) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxPoolSize(config.maxConnections())
                .setMaxWaitQueueSize(config.maxConnections()));
        this.vertx = vertx;
        this.config = config;
        this.problems = problems;
    }

    /** Forwards a request and its answer. */
    public void forward(HttpServerRequest request, Upstream upstream, Introduction introduction) {
        RequestBody body = new RequestBody(request, vertx, config, problems);
        if (body.isAnnouncedTooLong()) {
            body.refuseAsTooLong();
        } else {
            attempt(request, body, upstream, introduction, ATTEMPTS);
        }
    }

    private void attempt(
            HttpServerRequest request, RequestBody body, Upstream upstream, Introduction introduction, int attempts) {
        RequestOptions options = new RequestOptions()
                .setHost(upstream.url().getHost())
                .setPort(upstream.port())
                .setSsl(upstream.isTls())
                .setMethod(request.method())
                .setURI(introduction.uri())
                .setConnectTimeout(WAIT_FOR_CONNECTION_MILLIS)
                .setIdleTimeout(config.idleTimeout().toMillis());
        client.request(options)
                .onSuccess(onward -> new Transfer(request, body, onward, introduction)
                        .begin()
                        .onFailure(failure -> {
                            HttpServerResponse response = request.response();
                            boolean untouched = !response.headWritten() && !response.closed();
                            if (attempts > 1
                                    && isRepeatable(request, body)
                                    && untouched
                                    && !(failure instanceof TimeoutException)) {
                                attempt(request, body, upstream, introduction, attempts - 1);
                            } else {
                                fail(request, upstream.name(), failure);
                            }
                        }))
                .onFailure(failure -> {
                    // The pool has handed out a connection that was just being closed. Nothing has been sent yet.
                    if (attempts > 1 && failure instanceof HttpClosedException) {
                        attempt(request, body, upstream, introduction, attempts - 1);
                    } else {
                        fail(request, upstream.name(), AWAY);
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

    /** A kept connection may turn out closed just as it is used; a read can simply be asked again. */
    private static boolean isRepeatable(HttpServerRequest request, RequestBody body) {
        return (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) && !body.exists();
    }
}
