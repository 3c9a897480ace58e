package dev.trivet.gateway.load;

import dev.trivet.gateway.upstream.Upstream;

import java.util.concurrent.atomic.AtomicInteger;

/** The requests that are on their way to one upstream. */
final class Room {

    private final int most;
    private final long answerTime;
    private final AdaptiveLimit limit;
    private final Shares shares;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * @param mostEach requests of one client, unless that is more than half of the room
     */
    Room(Upstream upstream, int mostEach) {
        most = upstream.concurrency();
        answerTime = upstream.timeouts().answer().toNanos();
        limit = new AdaptiveLimit(most, answerTime);
        shares = new Shares(Math.max(1, Math.min(mostEach, most / 2)));
    }

    /** Whether it still has the bounds that the pack says. */
    boolean isFor(Upstream upstream) {
        return most == upstream.concurrency()
                && answerTime == upstream.timeouts().answer().toNanos();
    }

    Load.Entry enter(String client) {
        if (!shares.take(client)) {
            return Load.Entry.CLIENT_FULL;
        }
        if (inFlight.incrementAndGet() > limit.now()) {
            leave(client);
            return Load.Entry.UPSTREAM_FULL;
        }
        return Load.Entry.IN;
    }

    void leave(String client) {
        inFlight.decrementAndGet();
        shares.giveBack(client);
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
