package dev.trivet.gateway.proxy;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.load.Ticket;
import dev.trivet.gateway.upstream.Attempt;
import dev.trivet.gateway.upstream.Upstream;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

import java.util.Optional;

/**
 * One request on its way: each of its {@link Tries}, what comes of it, and when to give up. All of this happens on the request's
 * own event loop.
 */
final class Exchange {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Proxy proxy;
    private final Inbound inbound;
    private final Upstream upstream;
    private final Ticket ticket;

    private final long began = System.nanoTime();
    private final Tries tries;
    private final Watch watch;
    private Transfer transfer;
    private long sent;
    private boolean late;
    private boolean over;

    Exchange(Proxy proxy, Inbound inbound, Upstream upstream, Ticket ticket) {
        this.proxy = proxy;
        this.inbound = inbound;
        this.upstream = upstream;
        this.ticket = ticket;
        this.tries = new Tries(inbound, upstream, proxy.fleets().of(upstream), proxy.traffic());
        this.watch = new Watch(proxy.vertx(), inbound.request(), upstream.timeouts(), this::late);
    }

    void begin() {
        Optional<Attempt> next = tries.next();
        if (next.isEmpty()) {
            refuse(notAnswering(tries.retryAfterSeconds()));
            return;
        }
        transfer = null;
        late = false;
        sent = System.nanoTime();
        watch.tries(inbound.body().exists());
        Attempt mine = next.get();
        proxy.clients()
                .request(
                        mine.target(),
                        inbound.request().method(),
                        inbound.introduction().uri(),
                        inbound.mayLast())
                .onComplete(connected -> connected(mine, connected));
    }

    private void connected(Attempt mine, AsyncResult<HttpClientRequest> connected) {
        if (over || inbound.isGone()) {
            mine.abandoned();
            if (connected.succeeded()) {
                connected.result().reset();
            }
            end();
        } else if (connected.succeeded()) {
            proxy.traffic().took(upstream, "connect", System.nanoTime() - sent);
            sent = System.nanoTime();
            watch.tries(inbound.body().exists());
            Transfer begun = new Transfer(inbound, connected.result());
            transfer = begun;
            begun.begin()
                    .onSuccess(answer -> answered(mine, begun, answer))
                    .onFailure(failure -> broken(mine, failure));
        } else if (tries.mayGoOnAfter(connected.cause())) {
            begin();
        } else {
            refuse(notAnswering(RETRY_AFTER_SECONDS));
        }
    }

    private void answered(Attempt mine, Transfer begun, HttpClientResponse answer) {
        if (over || inbound.isGone()) {
            mine.abandoned();
            begun.giveUp();
            end();
            return;
        }
        if (!inbound.body().exists()) {
            ticket.answered(sent);
        }
        if (!Answers.cannotServe(answer)) {
            tries.succeeded("answered", Answers.isLast(answer));
        } else {
            tries.failed("unable");
            if (tries.mayRepeat(true)) {
                begun.giveUp();
                begin();
                return;
            }
        }
        proxy.traffic().took(upstream, "answer", System.nanoTime() - sent);
        if (Answers.isSwitch(answer)) {
            // Counted among the live connections from now on, and watched over there.
            ticket.release();
            end();
        } else if (Answers.isEventStream(answer) && !mayGoOn()) {
            return;
        } else {
            watch.answered(Answers.isEventStream(answer));
        }
        begun.back(answer).onComplete(done -> end());
    }

    /** Whether there is a place for a stream that lasts. */
    private boolean mayGoOn() {
        Context context = Vertx.currentContext();
        try {
            proxy.live()
                    .enter(inbound.introduction().visitor(), inbound.over())
                    .take(why -> context.runOnContext(now -> breakOff()));
        } catch (HttpProblem problem) {
            transfer.giveUp();
            refuse(problem);
            return false;
        }
        ticket.release();
        return true;
    }

    private void breakOff() {
        inbound.breakOff();
        end();
        transfer.giveUp();
    }

    /** The attempt ended without an answer. What the client's side broke says nothing about the target. */
    private void broken(Attempt mine, Throwable failure) {
        if (over || inbound.isGone() || inbound.body().isBroken()) {
            mine.abandoned();
            end();
            return;
        }
        tries.note(failure);
        if (failure instanceof BadAnswer) {
            // It answered; that nobody can read it is this request's trouble, as a 500 is.
            tries.succeeded("unreadable", false);
            refuse(Problems.badGateway("the service behind gave an answer that cannot be passed on"));
            return;
        }
        tries.failed(late ? "late" : "broken");
        if (late) {
            ticket.answered(sent);
        }
        if (tries.mayRepeat(late)) {
            begin();
        } else if (late) {
            refuse(tooLate());
        } else if (tries.isRepeatable()) {
            refuse(notAnswering(RETRY_AFTER_SECONDS));
        } else {
            refuse(Problems.badGateway("the service behind broke off; it may have done what was asked, or not"));
        }
    }

    private void late(Patience.Late what) {
        if (what == Patience.Late.ANSWER
                && transfer != null
                && !inbound.request().response().headWritten()) {
            late = true;
            transfer.giveUp();
        } else {
            outOfTime();
        }
    }

    private void outOfTime() {
        if (transfer != null && !inbound.isGone()) {
            if (inbound.body().tookTheTime()) {
                tries.abandoned();
            } else {
                tries.failed("late");
            }
        }
        if (inbound.isGone()) {
            inbound.breakOff();
        } else if (inbound.body().isAwaited()) {
            inbound.body().refuseAsTooSlow();
        } else {
            refuse(tooLate());
        }
        end();
        if (transfer != null) {
            transfer.giveUp();
        }
    }

    private static HttpProblem notAnswering(int retryAfterSeconds) {
        return Problems.unavailable("the service behind does not answer; try again", retryAfterSeconds);
    }

    private static HttpProblem tooLate() {
        return Problems.gatewayTimeout("the service behind did not answer in time");
    }

    private void refuse(HttpProblem problem) {
        end();
        if (!inbound.isGone()) {
            proxy.problems().send(inbound.request(), problem);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            // A connection that the gateway itself cuts is not told to those who wait for the response's end.
            ticket.release();
            watch.stop();
            proxy.traffic().took(upstream, "total", System.nanoTime() - began);
        }
    }
}
