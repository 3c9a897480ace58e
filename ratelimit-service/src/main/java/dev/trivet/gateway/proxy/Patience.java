package dev.trivet.gateway.proxy;

import dev.trivet.gateway.upstream.Timeouts;

import java.util.Optional;

/**
 * How long an exchange has been waited for. It is looked at now and then, and told then how far the exchange has come; what
 * happened between is taken to have happened just then, so that nobody is cut off too early.
 */
final class Patience {

    /** How exactly the end of a silence is noticed: four times within its length. */
    private static final int LOOKS = 4;

    private final long answer;
    private final long idle;
    private final long total;
    private final long began;
    private long sent;
    private boolean isSent;
    private boolean isAnswered;
    private boolean isEndless;
    private long bytes;
    private long moved;

    Patience(Timeouts timeouts, long now) {
        answer = timeouts.answer().toNanos();
        idle = timeouts.idle().toNanos();
        total = timeouts.total().toNanos();
        began = now;
        moved = now;
    }

    /** What has taken too long. */
    enum Late {
        ANSWER,
        IDLE,
        TOTAL
    }

    /** A try begins, with or without a body that is still to come. */
    void tries(long now, boolean body) {
        isSent = !body;
        isAnswered = false;
        sent = now;
        moved = now;
    }

    /**
     * The answer begins.
     *
     * @param endless whether it goes on until somebody has had enough, as a stream of events does
     */
    void answered(long now, boolean endless) {
        isAnswered = true;
        isEndless = endless;
        moved = now;
    }

    /**
     * Looks how long it has been.
     *
     * @param whole whether all of the request's body has been read
     * @param soFar bytes that moved in either direction
     */
    Optional<Late> look(long now, boolean whole, long soFar) {
        if (soFar != bytes) {
            bytes = soFar;
            moved = now;
        }
        if (whole && !isSent) {
            isSent = true;
            sent = now;
        }
        if (!isEndless && now - began >= total) {
            return Optional.of(Late.TOTAL);
        }
        if (isSent && !isAnswered) {
            return now - sent >= answer ? Optional.of(Late.ANSWER) : Optional.empty();
        }
        return now - moved >= idle ? Optional.of(Late.IDLE) : Optional.empty();
    }

    /** Nanoseconds until it should be looked at again. */
    long nextLook(long now) {
        long rest = isEndless ? Long.MAX_VALUE : began + total - now;
        long phase;
        if (isSent && !isAnswered) {
            phase = sent + answer - now;
        } else {
            phase = Math.min(idle, isAnswered ? idle : answer) / LOOKS;
        }
        return Math.min(rest, phase);
    }
}
