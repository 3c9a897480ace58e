package dev.trivet.gateway.proxy;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.load.Ticket;
import dev.trivet.gateway.upstream.Attempt;
import dev.trivet.gateway.upstream.Fleet;
import dev.trivet.gateway.upstream.Target;
import dev.trivet.gateway.upstream.Upstream;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * One request and all attempts at it: where each goes, whether there is another one after it, and when to give up. All of
 * this happens on the request's own event loop.
 */
final class Exchange {

    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private static final int ATTEMPTS = 3;
    private static final int RETRY_AFTER_SECONDS = 1;

    /** RFC 9110 section 9.2.2: asking twice does what asking once does. */
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private final Proxy proxy;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Upgrade upgrade;
    private final Future<Void> gone;
    private final RequestBody body;
    private final Upstream upstream;
    private final Fleet fleet;
    private final Introduction introduction;
    private final Ticket ticket;

    private final long began = System.nanoTime();
    private final Watch watch;
    private final List<Target> tried = new ArrayList<>(ATTEMPTS);
    private Attempt attempt;
    private Transfer transfer;
    private long sent;
    private boolean late;
    private boolean over;

    Exchange(
            Proxy proxy,
            HttpServerRequest request,
            Upgrade upgrade,
            Future<Void> gone,
            RequestBody body,
            Upstream upstream,
            Introduction introduction,
            Ticket ticket) {
        this.proxy = proxy;
        this.request = request;
        this.response = request.response();
        this.upgrade = upgrade;
        this.gone = gone;
        this.body = body;
        this.upstream = upstream;
        this.fleet = proxy.fleets().of(upstream);
        this.introduction = introduction;
        this.ticket = ticket;
        this.watch = new Watch(proxy.vertx(), request, upstream.timeouts(), this::late);
    }

    void begin() {
        fleet.request();
        attempt();
    }

    private void attempt() {
        Optional<Attempt> chosen = fleet.choose(tried, isRepeatable());
        if (chosen.isEmpty()) {
            refuse(Problems.unavailable("the service behind does not answer; try again", fleet.retryAfterSeconds()));
            return;
        }
        attempt = chosen.get();
        tried.add(attempt.target());
        transfer = null;
        late = false;
        sent = System.nanoTime();
        watch.tries(body.exists());
        Attempt mine = attempt;
        proxy.clients()
                .request(mine.target(), request.method(), introduction.uri(), mayLast())
                .onComplete(connected -> connected(mine, connected));
    }

    private void connected(Attempt mine, AsyncResult<HttpClientRequest> connected) {
        if (over || isGone()) {
            mine.abandoned();
            if (connected.succeeded()) {
                connected.result().reset();
            }
            end();
        } else if (connected.failed()) {
            notConnected(connected.cause());
        } else {
            proxy.traffic().took(upstream, "connect", System.nanoTime() - sent);
            sent = System.nanoTime();
            watch.tries(body.exists());
            Transfer begun = new Transfer(request, upgrade, gone, body, connected.result(), introduction);
            transfer = begun;
            begun.begin()
                    .onSuccess(answer -> answered(mine, begun, answer))
                    .onFailure(failure -> broken(mine, failure));
        }
    }

    /** Nothing has been sent, so that every request may go elsewhere. */
    private void notConnected(Throwable failure) {
        LOG.debugf("%s at %s: %s", upstream.name(), attempt.target().name(), failure.getMessage());
        // The pool has handed out a connection that was just being closed: nobody's failure.
        boolean stale = failure instanceof HttpClosedException;
        boolean busy = failure instanceof ConnectionPoolTooBusyException || failure instanceof TimeoutException;
        if (stale || busy) {
            attempt.abandoned();
            tell(stale ? "stale" : "busy");
        } else {
            failed("unreachable");
        }
        if (tried.size() < ATTEMPTS && (stale || fleet.hasOther(tried))) {
            attempt();
        } else {
            refuse(Problems.unavailable("the service behind does not answer; try again", RETRY_AFTER_SECONDS));
        }
    }

    private void answered(Attempt mine, Transfer begun, HttpClientResponse answer) {
        if (over || isGone()) {
            mine.abandoned();
            begun.giveUp();
            end();
            return;
        }
        if (!body.exists()) {
            ticket.answered(sent);
        }
        if (!Answers.cannotServe(answer)) {
            attempt.succeeded();
            tell("answered");
        } else {
            failed("unable");
            if (fleet.hasOther(tried) && mayTryAgain()) {
                begun.giveUp();
                attempt();
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
            proxy.live().enter(introduction.visitor(), gone).take(why -> context.runOnContext(now -> breakOff()));
        } catch (HttpProblem problem) {
            transfer.giveUp();
            refuse(problem);
            return false;
        }
        ticket.release();
        return true;
    }

    private void breakOff() {
        if (!response.ended() && !response.closed()) {
            Transfer.cutOff(request);
        }
        end();
        transfer.giveUp();
    }

    /** The attempt ended without an answer. What the client's side broke says nothing about the target. */
    private void broken(Attempt mine, Throwable failure) {
        if (over || isGone() || body.isBroken()) {
            mine.abandoned();
            end();
            return;
        }
        LOG.debugf("%s at %s: %s", upstream.name(), attempt.target().name(), failure.getMessage());
        if (failure instanceof BadAnswer) {
            // It answered; that nobody can read it is this request's trouble, as a 500 is.
            attempt.succeeded();
            tell("unreadable");
            refuse(Problems.badGateway("the service behind gave an answer that cannot be passed on"));
            return;
        }
        failed(late ? "late" : "broken");
        if (late) {
            ticket.answered(sent);
        }
        if ((!late || fleet.hasOther(tried)) && mayTryAgain()) {
            attempt();
        } else if (late) {
            refuse(Problems.gatewayTimeout("the service behind did not answer in time"));
        } else if (isRepeatable()) {
            refuse(Problems.unavailable("the service behind does not answer; try again", RETRY_AFTER_SECONDS));
        } else {
            refuse(Problems.badGateway("the service behind broke off; it may have done what was asked, or not"));
        }
    }

    private void late(Patience.Late what) {
        if (what == Patience.Late.ANSWER && transfer != null && !response.headWritten()) {
            late = true;
            transfer.giveUp();
        } else {
            cutOff();
        }
    }

    private void cutOff() {
        if (transfer != null && !isGone()) {
            if (body.tookTheTime()) {
                attempt.abandoned();
            } else {
                failed("late");
            }
        }
        if (!isGone() && body.isAwaited()) {
            body.refuseAsTooSlow();
        } else if (!isGone()) {
            refuse(Problems.gatewayTimeout("the service behind did not answer in time"));
        } else if (!response.ended() && !response.closed()) {
            Transfer.cutOff(request);
        }
        end();
        if (transfer != null) {
            transfer.giveUp();
        }
    }

    private void failed(String outcome) {
        tell(outcome);
        if (attempt.failed()) {
            proxy.traffic().ejected(upstream, attempt.target());
        }
    }

    private void tell(String outcome) {
        proxy.traffic().attempt(upstream, attempt.target(), outcome);
    }

    private boolean mayTryAgain() {
        if (!isRepeatable() || tried.size() >= ATTEMPTS) {
            return false;
        }
        boolean granted = fleet.mayRetry();
        proxy.traffic().retry(upstream, granted ? "again" : "over_budget");
        return granted;
    }

    private boolean isRepeatable() {
        return IDEMPOTENT.contains(request.method()) && !body.exists();
    }

    /** Whether the answer may be one that goes on, for which there are other connections. */
    private boolean mayLast() {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return upgrade != null || (accepted != null && accepted.contains(Answers.EVENT_STREAM));
    }

    private boolean isGone() {
        // The response of a stream that is being reset says that it is closed later than those are told who wait for
        // its end.
        return gone.isComplete() || response.headWritten() || response.ended() || response.closed();
    }

    private void refuse(HttpProblem problem) {
        end();
        if (!isGone()) {
            proxy.problems().send(request, problem);
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
