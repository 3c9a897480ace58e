package dev.trivet.gateway.load;

import dev.trivet.gateway.upstream.Upstream;

import java.util.concurrent.atomic.AtomicInteger;

/** The requests that are on their way to one upstream. */
final class Room {

    private final int most;
    private final long answerTime;
    private final AdaptiveLimit limit;
    private final AtomicInteger inFlight = new AtomicInteger();

    Room(Upstream upstream) {
        most = upstream.concurrency();
        answerTime = upstream.timeouts().answer().toNanos();
        limit = new AdaptiveLimit(most, answerTime);
    }

    /** Whether it still has the bounds that the pack says. */
    boolean isFor(Upstream upstream) {
        return most == upstream.concurrency()
                && answerTime == upstream.timeouts().answer().toNanos();
    }

    boolean enter() {
        if (inFlight.incrementAndGet() > limit.now()) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    void answered(long began, long now) {
        limit.answered(began, now, inFlight.get());
    }

    int inFlight() {
        return inFlight.get();
    }

    int limit() {
        return limit.now();
    }
}
