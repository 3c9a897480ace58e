package dev.trivet.gateway.live;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import dev.trivet.gateway.identity.Visitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The connections that outlive their request. One that was opened with a token lives no longer than the token, and no longer
 * than its session: what every request is asked anew, it is asked whenever the journal has news.
 */
public class LiveConnections {

    private static final String NAME = "trivet.gateway.live";
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Vertx vertx;
    private final Predicate<Caller> withdrawn;
    private final Duration idle;
    private final MeterRegistry meters;
    private final Places places;
    private final Set<Seat> seats = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /**
     * @param withdrawn whether somebody's token counts no more
     * @param perClient most of one user, or of one address
     * @param idle how long a WebSocket may be silent
     */
    public LiveConnections(
            Vertx vertx, Predicate<Caller> withdrawn, int most, int perClient, Duration idle, MeterRegistry meters) {
        this.vertx = vertx;
        this.withdrawn = withdrawn;
        this.idle = idle;
        this.meters = meters;
        this.places = new Places(most, perClient);
        meters.gauge(NAME, places, Places::taken);
    }

    public Duration idle() {
        return idle;
    }

    /**
     * Lets a connection in.
     *
     * @param over completes when it has ended, whoever ended it
     * @throws io.quarkiverse.resteasy.problem.HttpProblem when there are too many
     */
    public Seat enter(Visitor visitor, Future<Void> over) {
        Caller caller = visitor.caller();
        String who = caller == null ? visitor.address() : caller.user().toString();
        switch (places.take(who)) {
            case TAKEN_ENOUGH ->
                throw Problems.tooManyRequests("you have too many connections open; close one", RETRY_AFTER_SECONDS);
            case ALL_TAKEN ->
                throw Problems.unavailable(
                        "there are too many connections open just now; try again", RETRY_AFTER_SECONDS);
            case TAKEN -> {}
        }
        Seat seat = new Seat(who, caller, silent -> end(silent, Ending.SILENT));
        seats.add(seat);
        long expiry =
                caller == null ? -1 : vertx.setTimer(millisUntil(caller.expires()), now -> end(seat, Ending.EXPIRED));
        over.onComplete(end -> {
            vertx.cancelTimer(expiry);
            leave(seat);
        });
        // The journal may have told of it while the token was being looked at.
        look(seat);
        if (leaving) {
            end(seat, Ending.LEAVING);
        }
        return seat;
    }

    /** Ends them all, since the gateway itself does. */
    public void leave() {
        leaving = true;
        seats.forEach(seat -> end(seat, Ending.LEAVING));
    }

    /** Ends those whose token has been withdrawn. */
    void look() {
        seats.forEach(this::look);
    }

    private void look(Seat seat) {
        if (seat.caller() != null && withdrawn.test(seat.caller())) {
            end(seat, Ending.SIGNED_OUT);
        }
    }

    private void leave(Seat seat) {
        if (seats.remove(seat)) {
            places.giveBack(seat.who());
        }
    }

    /** Its place is free at once: not every connection that the gateway ends tells of its end. */
    private void end(Seat seat, Ending why) {
        leave(seat);
        if (seat.end(why)) {
            meters.counter(NAME + ".ended", "why", why.name().toLowerCase(Locale.ROOT))
                    .increment();
        }
    }

    private static long millisUntil(Instant time) {
        return Math.max(1, Duration.between(Instant.now(), time).toMillis());
    }
}
