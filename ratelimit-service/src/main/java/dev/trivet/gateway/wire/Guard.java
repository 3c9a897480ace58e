package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the HTTP/1 decoder of a connection and lets pass what the {@link Follower} finds sound. From the first wrong
 * byte on nothing is read: the client is told once all that it asked before is answered, and the connection is closed.
 *
 * <p>HTTP/2 begins with other bytes, and then a {@link FrameGuard} takes its place.
 */
final class Guard extends ChannelDuplexHandler {

    /** Requests that may wait for their turn on a connection: more than any client sends ahead. Each that waits costs memory. */
    private static final int MOST_AHEAD = 100;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int TOO_MANY = 429;
    private static final int LOOKS_PER_TIMEOUT = 4;

    private final Front front;
    private final Follower follower;
    private final Held held = new Held();
    private ChannelHandlerContext context;
    private ScheduledFuture<?> watch;
    private boolean hasBegun;
    private boolean isHttp1;
    private int unanswered;
    private boolean answering;
    private boolean isOpaque;
    private BadMessage refusal;
    private boolean told;
    private long since = System.nanoTime();

    Guard(Front front) {
        this.front = front;
        this.follower = new Follower(front.bounds());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        long every = front.headTimeout().toMillis() / LOOKS_PER_TIMEOUT + 1;
        watch = added.executor().scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        watch.cancel(false);
        held.drop();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf come)) {
            ctx.fireChannelRead(message);
        } else if (refusal != null) {
            come.release();
        } else if (isOpaque) {
            passHeld();
            ctx.fireChannelRead(come);
        } else {
            if (held.isEmpty()) {
                since = System.nanoTime();
            }
            read(held.takeWith(come));
        }
    }

    private void read(ByteBuf in) {
        if (!isHttp1) {
            int same = Preface.same(in);
            if (same == Preface.LENGTH) {
                var frames = new FrameGuard(front, Preface.LENGTH, System::nanoTime);
                context.pipeline().addAfter(context.name(), "frames", frames);
                context.fireChannelRead(in);
                context.pipeline().remove(this);
                return;
            }
            if (same == in.readableBytes()) {
                hold(in);
                return;
            }
            isHttp1 = true;
        }
        try {
            follower.follow(in);
        } catch (BadMessage bad) {
            refusal = bad;
        }
        if (unanswered + follower.begun() > MOST_AHEAD) {
            in.release();
            front.refused(TOO_MANY);
            context.close();
            return;
        }
        pass(in);
        if (refusal != null) {
            in.release();
            refuse();
        } else {
            hold(in);
        }
    }

    private void pass(ByteBuf in) {
        int length = follower.sound() - in.readerIndex();
        if (length == 0) {
            return;
        }
        if (!hasBegun) {
            hasBegun = true;
            length -= Conversation.begin(context, this, in);
        }
        unanswered += follower.begun();
        context.fireChannelRead(in.readRetainedSlice(length));
    }

    private void hold(ByteBuf rest) {
        if (!held.hold(rest, context.alloc())) {
            context.close();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (told) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
        } else {
            ctx.write(message, promise);
        }
    }

    /** An answer to the oldest request begins, or only says something before it. */
    void answers(int status) {
        answering = true;
        if (status == SWITCHING_PROTOCOLS) {
            isOpaque = true;
            context.executor().execute(this::stepAside);
        }
    }

    /** The oldest request that was not answered yet is now. */
    void answered() {
        unanswered--;
        answering = false;
        if (refusal != null || follower.isHandshake()) {
            // Not at once: whoever answers is not done with it yet.
            context.executor().execute(this::goOn);
        }
    }

    /** All that was answered has left. */
    void rests() {
        since = System.nanoTime();
    }

    private void goOn() {
        if (context.isRemoved()) {
            return;
        }
        if (refusal != null) {
            refuse();
        } else if (follower.isHandshake() && unanswered == 0) {
            follower.handshakeDeclined();
            read(held.take());
        }
    }

    /** From here on it is no HTTP. What was held comes before anything else. */
    private void stepAside() {
        if (!context.isRemoved()) {
            passHeld();
            context.pipeline().remove(this);
        }
    }

    private void passHeld() {
        if (!held.isEmpty()) {
            context.fireChannelRead(held.take());
        }
    }

    private void refuse() {
        boolean inTheMiddleOfABody = !follower.isBetweenRequests();
        if (told || unanswered > 0 && !inTheMiddleOfABody) {
            return;
        }
        front.refused(refusal.status());
        if (unanswered > 1 || answering) {
            context.close();
            return;
        }
        told = true;
        Farewell.say(context, refusal, inTheMiddleOfABody);
    }

    /** Who takes too long to ask does not keep a connection. */
    private void look() {
        if (refusal != null || unanswered > 0) {
            return;
        }
        boolean resting = isHttp1 && follower.isBetweenRequests() && held.isEmpty();
        long limit = (resting ? front.keepAlive() : front.headTimeout()).toNanos();
        if (System.nanoTime() - since < limit) {
            return;
        }
        if (!held.isEmpty() && follower.isBetweenRequests()) {
            refusal = new BadMessage(
                    408,
                    "a request's head must arrive within " + front.headTimeout().toSeconds() + " s");
            refuse();
        } else {
            context.close();
        }
    }
}
