package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the HTTP/1 decoder of a connection and lets pass what the {@link Follower} finds sound. From the first wrong
 * byte on nothing is read: the client is told once all that it asked before is answered, and the connection is closed.
 *
 * <p>HTTP/2 begins with other bytes, and then a {@link FrameGuard} takes its place.
 */
final class Guard extends ChannelDuplexHandler {

    private static final byte[] HTTP2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What may come before a WebSocket's handshake is answered. */
    private static final int MOST_HELD = 64 * 1024;

    /** Requests that may wait for their turn on a connection: more than any client sends ahead. Each that waits costs memory. */
    private static final int MOST_AHEAD = 100;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int TOO_MANY = 429;
    private static final int LOOKS_PER_TIMEOUT = 4;
    private static final long LINGER_MILLIS = 1_000;

    private final Front front;
    private final Follower follower;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> watch;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
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
        held.release();
        held = Unpooled.EMPTY_BUFFER;
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
            if (!held.isReadable()) {
                since = System.nanoTime();
            }
            read(taken(come));
        }
    }

    /** What was held before, and what has come now. */
    private ByteBuf taken(ByteBuf come) {
        ByteBuf before = held;
        held = Unpooled.EMPTY_BUFFER;
        if (!before.isReadable()) {
            before.release();
            return come;
        }
        ByteBuf both = before.writeBytes(come);
        come.release();
        return both;
    }

    private void read(ByteBuf in) {
        if (!isHttp1) {
            int same = same(in);
            if (same == HTTP2.length) {
                var frames = new FrameGuard(front, HTTP2.length, System::nanoTime);
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

    /** How many first bytes are those with which HTTP/2 begins. */
    private static int same(ByteBuf in) {
        int most = Math.min(in.readableBytes(), HTTP2.length);
        for (int i = 0; i < most; i++) {
            if (in.getByte(in.readerIndex() + i) != HTTP2[i]) {
                return i;
            }
        }
        return most;
    }

    private void pass(ByteBuf in) {
        int length = follower.sound() - in.readerIndex();
        if (length == 0) {
            return;
        }
        if (!hasBegun) {
            hasBegun = true;
            length -= begin(in);
        }
        unanswered += follower.begun();
        context.fireChannelRead(in.readRetainedSlice(length));
    }

    /**
     * Vert.x decides by the first bytes whether it hears HTTP/1, and only then has a decoder. It gets them alone, so that
     * the conversation is followed from the first answer on.
     *
     * @return how many bytes it got
     */
    private int begin(ByteBuf in) {
        int first = 0;
        if (context.pipeline().get("httpEncoder") == null) {
            first = same(in) + 1;
            context.fireChannelRead(in.readRetainedSlice(first));
        }
        if (context.pipeline().get("httpEncoder") != null) {
            context.pipeline().addAfter("httpEncoder", "conversation", new Conversation(this));
        }
        return first;
    }

    private void hold(ByteBuf in) {
        if (!in.isReadable()) {
            in.release();
        } else if (in.readableBytes() > MOST_HELD) {
            in.release();
            context.close();
        } else if (held == Unpooled.EMPTY_BUFFER && in.refCnt() == 1 && in.readerIndex() == 0) {
            held = in;
        } else {
            held = context.alloc().buffer(in.readableBytes()).writeBytes(in);
            in.release();
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
        // Not at once: whoever answers is not done with it yet.
        context.executor().execute(this::goOn);
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
            ByteBuf waiting = held;
            held = Unpooled.EMPTY_BUFFER;
            read(waiting);
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
        ByteBuf waiting = held;
        held = Unpooled.EMPTY_BUFFER;
        if (waiting.isReadable()) {
            context.fireChannelRead(waiting);
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
        ByteBuf answer = Unpooled.wrappedBuffer(RawProblem.of(refusal));
        if (inTheMiddleOfABody
                || !(context.channel() instanceof DuplexChannel socket)
                || context.pipeline().get("ssl") != null) {
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        // Closed at once, the connection would be reset by what the client still sends, and the answer with it.
        socket.config().setAutoRead(true);
        context.writeAndFlush(answer).addListener(written -> socket.shutdownOutput());
        context.executor().schedule(() -> socket.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Who takes too long to ask does not keep a connection. */
    private void look() {
        if (refusal != null || unanswered > 0) {
            return;
        }
        boolean resting = isHttp1 && follower.isBetweenRequests() && !held.isReadable();
        long limit = (resting ? front.keepAlive() : front.headTimeout()).toNanos();
        if (System.nanoTime() - since < limit) {
            return;
        }
        if (held.isReadable() && follower.isBetweenRequests()) {
            refusal = new BadMessage(
                    408,
                    "a request's head must arrive within " + front.headTimeout().toSeconds() + " s");
            refuse();
        } else {
            context.close();
        }
    }
}
