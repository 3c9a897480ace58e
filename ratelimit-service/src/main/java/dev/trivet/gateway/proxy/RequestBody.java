package dev.trivet.gateway.proxy;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.ProblemAnswer;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.util.Set;

/** The body of a request on its way to an upstream, within its bounds of length and time. */
final class RequestBody {

    /** HTTP/2 need not announce a body; these methods are taken to have one. */
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final GatewayConfig config;
    private final ProblemAnswer problems;

    RequestBody(HttpServerRequest request, Vertx vertx, GatewayConfig config, ProblemAnswer problems) {
        this.request = request;
        this.vertx = vertx;
        this.config = config;
        this.problems = problems;
    }

    boolean exists() {
        return announcedLength() > 0
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || (request.version() == HttpVersion.HTTP_2
                        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                        && WITH_BODY.contains(request.method()));
    }

    boolean isAnnouncedTooLong() {
        return announcedLength() > longest();
    }

    /** Streams it: a client that sends drop by drop would hold a connection. */
    void streamTo(HttpClientRequest onward) {
        if (!onward.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            onward.setChunked(true);
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        long deadline = vertx.setTimer(config.bodyTimeout().toMillis(), late -> {
            refuse(Problems.bodyTooSlow(
                    "the body must arrive within " + config.bodyTimeout().toSeconds() + " s"));
            onward.reset();
        });
        new BoundedBody(request, longest())
                .pipe()
                .endOnFailure(false)
                .to(onward)
                .onComplete(over -> vertx.cancelTimer(deadline))
                .onFailure(failure -> {
                    if (failure instanceof BoundedBody.TooLong) {
                        refuseAsTooLong();
                    }
                    onward.reset();
                });
    }

    void refuseAsTooLong() {
        refuse(Problems.tooLarge("the body may have " + longest() + " bytes at most"));
    }

    /** Closes the connection too: what is left of the body would be taken for the next request. */
    private void refuse(HttpProblem problem) {
        if (!request.response().headWritten() && !request.response().closed()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            problems.send(request, problem);
        }
    }

    private long longest() {
        return config.maxBody().asLongValue();
    }

    private long announcedLength() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
