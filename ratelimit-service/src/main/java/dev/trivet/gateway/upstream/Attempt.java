package dev.trivet.gateway.upstream;

import java.util.function.LongSupplier;

/** One try of one request at one target. The first word about how it went counts. */
public final class Attempt {

    private final Target target;
    private final Breaker breaker;
    private final boolean trial;
    private final LongSupplier nanos;
    private final long began;
    private boolean told;

    Attempt(Target target, Breaker breaker, boolean trial, LongSupplier nanos) {
        this.target = target;
        this.breaker = breaker;
        this.trial = trial;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    public Target target() {
        return target;
    }

    /** Says that the target answered as one that is well. */
    public void succeeded() {
        if (tell()) {
            breaker.succeeded(nanos.getAsLong(), trial);
        }
    }

    /**
     * Says that the target was away, broke off, was late, or said that it cannot.
     *
     * @return whether it is left alone for a while because of it
     */
    public boolean failed() {
        return tell() && breaker.failed(nanos.getAsLong(), trial, began);
    }

    /** Says that nothing was learnt, such as when the client has gone. */
    public void abandoned() {
        if (tell()) {
            breaker.abandoned(trial);
        }
    }

    private boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }
}
