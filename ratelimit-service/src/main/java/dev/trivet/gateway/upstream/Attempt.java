package dev.trivet.gateway.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/** One try of one request at one target. The first word about how it went counts. */
public final class Attempt {

    /** A refusal that comes sooner has cost nobody anything. */
    private static final long PROMPT = Duration.ofMillis(100).toNanos();

    private final Replica replica;
    private final boolean trial;
    private final LongSupplier nanos;
    private final long began;
    private boolean told;

    Attempt(Replica replica, boolean trial, LongSupplier nanos) {
        this.replica = replica;
        this.trial = trial;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    public Target target() {
        return replica.target();
    }

    /**
     * Says that the target answered as one that is well.
     *
     * @param closes whether it closes the connection, as who is about to leave
     */
    public void succeeded(boolean closes) {
        if (tell()) {
            long now = nanos.getAsLong();
            replica.breaker().succeeded(now, trial);
            replica.departure().answered(closes, now);
        }
    }

    /**
     * Says that the target broke off, was late, or said that it cannot.
     *
     * @return whether it is left alone for a while because of it
     */
    public boolean failed() {
        return tell() && replica.breaker().failed(nanos.getAsLong(), trial, began, false);
    }

    /**
     * Says that the target was away: there was no connection to be had.
     *
     * @return whether it is left alone for a while because of it
     */
    public boolean unreachable() {
        long now = nanos.getAsLong();
        return tell() && replica.breaker().failed(now, trial, began, now - began < PROMPT);
    }

    /** Says that nothing was learnt, such as when the client has gone. */
    public void abandoned() {
        if (tell()) {
            replica.breaker().abandoned(trial);
        }
    }

    private boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }
}
