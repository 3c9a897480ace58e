package dev.trivet.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

import java.util.concurrent.TimeUnit;

/**
 * A body that fails once it is longer than allowed, whatever length it was announced with, and that can be asked whether there
 * is one, and whether it was its sender who broke it.
 */
final class BoundedBody implements ReadStream<Buffer> {

    private final ReadStream<Buffer> body;
    private final long most;
    private long seen;
    private long heldNanos;
    private long heldSince;
    private boolean held;
    private boolean broken;
    private Buffer first;
    private Handler<Buffer> onChunk;
    private Handler<Throwable> onFailure;

    /**
     * @param body one that is paused
     */
    BoundedBody(ReadStream<Buffer> body, long most) {
        this.body = body;
        this.most = most;
    }

    /** The body went past its bound. */
    static final class TooLong extends RuntimeException {
        TooLong() {
            super("the body is too long", null, false, false);
        }
    }

    /** Waits for the first piece or the end, whichever comes; the piece is kept for whoever reads the body. */
    Future<Boolean> begins() {
        Promise<Boolean> begins = Promise.promise();
        exceptionHandler(begins::tryFail);
        body.endHandler(end -> begins.tryComplete(false));
        body.handler(chunk -> {
            first = chunk;
            begins.tryComplete(true);
        });
        body.fetch(1);
        return begins.future();
    }

    /** Bytes that have come. */
    long seen() {
        return seen;
    }

    /** Whether it failed on its sender's side: cut off, reset, not as announced, too long, or given up. */
    boolean isBroken() {
        return broken;
    }

    /** Whether whoever reads it keeps it waiting just now. */
    boolean isHeld() {
        return held;
    }

    /** Ends it by a failure that is its sender's. */
    void fail(Throwable failure) {
        broken = true;
        if (onFailure != null) {
            onFailure.handle(failure);
        }
    }

    /** How long whoever reads the body has kept it waiting. */
    long heldMillis() {
        long now = held ? System.nanoTime() - heldSince : 0;
        return TimeUnit.NANOSECONDS.toMillis(heldNanos + now);
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        onChunk = handler;
        body.handler(handler == null ? null : this::count);
        return this;
    }

    private void count(Buffer chunk) {
        boolean within = seen <= most;
        seen += chunk.length();
        if (seen <= most && onChunk != null) {
            onChunk.handle(chunk);
        } else if (within) {
            fail(new TooLong());
        }
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        onFailure = handler;
        // Stays when the reader goes, so that what breaks later is known too.
        body.exceptionHandler(this::fail);
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        if (!held) {
            held = true;
            heldSince = System.nanoTime();
        }
        body.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        if (held) {
            held = false;
            heldNanos += System.nanoTime() - heldSince;
        }
        body.fetch(amount);
        Buffer kept = first;
        if (kept != null) {
            // What has come since is handed over later than now, so this is still the first.
            first = null;
            count(kept);
        }
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        body.endHandler(handler);
        return this;
    }
}
