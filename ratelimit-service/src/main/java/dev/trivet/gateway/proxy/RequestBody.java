package dev.trivet.gateway.proxy;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.ProblemAnswer;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.util.concurrent.TimeUnit;

/** The body of a request on its way to an upstream, within its bounds of length and time. */
final class RequestBody {

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final ProblemAnswer problems;
    private final long longest;
    private final Pace pace;
    private final BoundedBody bounded;
    private final long began = System.nanoTime();
    private boolean exists;
    private long timer;

    /** The body does not keep its pace. */
    private static final class TooSlow extends RuntimeException {
        TooSlow() {
            super("the body is too slow", null, false, false);
        }
    }

    RequestBody(HttpServerRequest request, Vertx vertx, GatewayConfig config, ProblemAnswer problems) {
        this.request = request;
        this.vertx = vertx;
        this.problems = problems;
        longest = config.maxBody().asLongValue();
        pace = new Pace(config.bodyTimeout().toMillis(), config.bodyRate().asLongValue());
        bounded = new BoundedBody(request, longest);
        exists = announcedLength() > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /**
     * Finds out whether there is a body. HTTP/1.1 says so in the headers. HTTP/2 need not: there it is so when something comes
     * before the end.
     */
    Future<Void> find() {
        if (request.version() != HttpVersion.HTTP_2 || request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            return Future.succeededFuture();
        }
        if (isContinueExpected()) {
            exists = true;
            return Future.succeededFuture();
        }
        watch();
        return bounded.begins()
                .onSuccess(begins -> exists = begins)
                .onComplete(known -> stopWatching())
                .onFailure(this::refuseFor)
                .mapEmpty();
    }

    boolean exists() {
        return exists;
    }

    /** Whether the client broke it, which says nothing about the upstream. */
    boolean isBroken() {
        return bounded.isBroken();
    }

    /** Whether it is the client that more of it is waited for from. */
    boolean isAwaited() {
        return exists && !request.isEnded() && !bounded.isHeld();
    }

    /** Whether the time went by while the client sent it, rather than while the upstream took it. */
    boolean tookTheTime() {
        return exists && !bounded.isHeld();
    }

    boolean isAnnouncedTooLong() {
        return announcedLength() > longest;
    }

    /** Streams it; a client that sends drop by drop would hold a connection. */
    void streamTo(HttpClientRequest onward) {
        if (!onward.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            onward.setChunked(true);
        }
        if (isContinueExpected()) {
            request.response().writeContinue();
        }
        watch();
        bounded.pipe()
                .endOnFailure(false)
                .to(onward)
                .onComplete(over -> stopWatching())
                .onFailure(failure -> {
                    if (isBroken()) {
                        refuseFor(failure);
                    }
                    onward.reset();
                });
    }

    /** The answer is there; what has not been sent by now nobody wants. */
    void leave() {
        stopWatching();
        Leftover.discard(request);
    }

    void refuseAsTooLong() {
        refuse(Problems.tooLarge("the body may have " + longest + " bytes at most"));
    }

    void refuseAsTooSlow() {
        refuse(Problems.bodyTooSlow("the body must come faster: " + pace.bytesPerSecond() + " bytes a second after "
                + TimeUnit.MILLISECONDS.toSeconds(pace.graceMillis()) + " s"));
    }

    private void refuseFor(Throwable failure) {
        if (failure instanceof BoundedBody.TooLong) {
            refuseAsTooLong();
        } else if (failure instanceof TooSlow) {
            refuseAsTooSlow();
        } else {
            // Whose connection or stream has gone with it is known to be gone by then.
            vertx.runOnContext(then -> refuse(Problems.badRequest("the body broke off, or is not as announced")));
        }
    }

    /** Waits as long as the body keeps its pace. */
    private void watch() {
        long left = pace.lateAfter(bounded.seen(), bounded.heldMillis())
                - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (left > 0) {
            timer = vertx.setTimer(left, due -> watch());
        } else {
            bounded.fail(new TooSlow());
        }
    }

    private void stopWatching() {
        vertx.cancelTimer(timer);
    }

    /** Closes the connection too: what is left of the body would be taken for the next request. */
    private void refuse(HttpProblem problem) {
        if (!request.response().headWritten() && !request.response().closed()) {
            if (request.version() != HttpVersion.HTTP_2) {
                request.response().putHeader(HttpHeaders.CONNECTION, "close");
            }
            problems.send(request, problem);
        }
    }

    private boolean isContinueExpected() {
        return request.version() != HttpVersion.HTTP_1_0
                && request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true);
    }

    private long announcedLength() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
