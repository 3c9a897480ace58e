package dev.trivet.gateway.proxy;

import dev.trivet.gateway.proxy.Patience.Late;
import dev.trivet.gateway.upstream.Timeouts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at an exchange when something could have taken too long. One that goes well has ended before the first look, and costs
 * one timer.
 */
final class Watch {

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Patience patience;
    private final Consumer<Late> onLate;
    private boolean stopped;
    private boolean isWound;
    private long timer;
    private long due;

    Watch(Vertx vertx, HttpServerRequest request, Timeouts timeouts, Consumer<Late> onLate) {
        this.vertx = vertx;
        this.request = request;
        this.patience = new Patience(timeouts, System.nanoTime());
        this.onLate = onLate;
    }

    void tries(boolean body) {
        patience.tries(System.nanoTime(), body);
        wind();
    }

    void answered(boolean endless) {
        patience.answered(System.nanoTime(), endless);
        wind();
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** A look that comes too early does no harm, and another timer for each step costs more than that. */
    private void wind() {
        long now = System.nanoTime();
        long wait = patience.nextLook(now);
        if (isWound && due - now <= wait) {
            return;
        }
        vertx.cancelTimer(timer);
        isWound = true;
        due = now + wait;
        timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait) + 1), early -> look());
    }

    private void look() {
        isWound = false;
        if (stopped) {
            return;
        }
        long moved = request.bytesRead() + request.response().bytesWritten();
        Optional<Late> late = patience.look(System.nanoTime(), request.isEnded(), moved);
        late.ifPresentOrElse(onLate, this::wind);
    }
}
