package dev.trivet.gateway.proxy;

import dev.trivet.gateway.live.Ending;
import dev.trivet.gateway.live.Live;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import java.util.concurrent.TimeUnit;

/**
 * A WebSocket's two connections. Bytes go both ways as they are, each at the pace of the slower side; the only frame that is
 * not one of the two sides' own is the one that says why the gateway ends it.
 */
final class Tunnel implements Live {

    private static final long LAST_WORDS_MILLIS = 1_000;

    private final Vertx vertx;
    private final long idleNanos;
    private final Runnable onSilence;
    private final Way down;
    private final Way up;
    private final Promise<Void> over = Promise.promise();
    private volatile long moved = System.nanoTime();
    private volatile long timer;
    private volatile Ending ending;

    /** One direction. Each belongs to the event loop of the socket that it reads. */
    private final class Way {

        private final Context context;
        private final NetSocket from;
        private final NetSocket to;
        private final Frames frames = new Frames();
        private Buffer lastWord;

        Way(Context context, NetSocket from, NetSocket to) {
            this.context = context;
            this.from = from;
            this.to = to;
        }

        void open() {
            from.exceptionHandler(cut -> {});
            from.handler(this::pass);
            // Comes after the last byte, unlike a close handler.
            from.endHandler(end -> over.tryComplete());
        }

        void pass(Buffer chunk) {
            moved = System.nanoTime();
            if (lastWord != null) {
                finishFrame(chunk);
                return;
            }
            frames.pass(chunk);
            to.write(chunk);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        }

        /** Says this and nothing more, as soon as the frame under way is whole. */
        void endWith(Buffer frame) {
            context.runOnContext(now -> {
                lastWord = frame;
                from.resume();
                if (frames.isBetween()) {
                    say();
                }
            });
        }

        private void finishFrame(Buffer chunk) {
            if (!frames.isBetween()) {
                to.write(chunk.slice(0, frames.passOne(chunk)));
                if (frames.isBetween()) {
                    say();
                }
            }
        }

        private void say() {
            if (!frames.isClosing()) {
                to.write(lastWord);
            }
        }
    }

    /**
     * @param clients the event loop of the client's socket
     * @param upstreams the event loop of the upstream's socket, which is paused
     * @param onSilence hears that neither side has said anything for too long
     */
    Tunnel(
            Vertx vertx,
            Context clients,
            NetSocket client,
            Context upstreams,
            NetSocket upstream,
            long idleMillis,
            Runnable onSilence) {
        this.vertx = vertx;
        this.idleNanos = TimeUnit.MILLISECONDS.toNanos(idleMillis);
        this.onSilence = onSilence;
        this.up = new Way(clients, client, upstream);
        this.down = new Way(upstreams, upstream, client);
    }

    /**
     * Lets the bytes go.
     *
     * @param early what the upstream sent together with its consent
     * @return completes when it is over
     */
    Future<Void> open(Buffer early) {
        up.open();
        down.context.runOnContext(now -> {
            down.open();
            if (early.length() > 0) {
                down.pass(early);
            }
            if (!down.to.writeQueueFull()) {
                down.from.resume();
            }
        });
        watch(idleNanos);
        return over.future().onComplete(end -> {
            vertx.cancelTimer(timer);
            up.from.close();
            down.from.close();
        });
    }

    @Override
    public void end(Ending why) {
        if (ending == null) {
            ending = why;
            down.endWith(CloseFrame.toClient(why));
            up.endWith(CloseFrame.toServer(why));
            // Who is told that it is over closes by himself, having read that.
            vertx.setTimer(LAST_WORDS_MILLIS, late -> over.tryComplete());
        }
    }

    private void watch(long nanos) {
        timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), now -> {
            long left = idleNanos - (System.nanoTime() - moved);
            if (left > 0) {
                watch(left);
            } else {
                onSilence.run();
            }
        });
    }
}
