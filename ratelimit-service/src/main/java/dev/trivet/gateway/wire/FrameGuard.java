package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stands before the HTTP/2 decoder. Its frames have lengths, so there is little to be judged; what Netty leaves open is
 * closed here, whoever does not come to the end of a head is cut, and whoever asks for nothing keeps no connection.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {

    private static final int LOOKS_PER_TIMEOUT = 4;
    private static final int GOAWAY = 0x7;
    private static final int GOAWAY_LENGTH = 8;

    private final Front front;
    private final LongSupplier nanos;
    private final FrameFollower follower = new FrameFollower();
    private ScheduledFuture<?> watch;
    private int preface;
    private boolean isOver;
    private long askingSince;
    private long restingSince;

    /**
     * @param preface so many bytes come before the first frame
     */
    FrameGuard(Front front, int preface, LongSupplier nanos) {
        this.front = front;
        this.preface = preface;
        this.nanos = nanos;
        this.restingSince = nanos.getAsLong();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long every = front.headTimeout().toMillis() / LOOKS_PER_TIMEOUT + 1;
        watch = context.executor().scheduleWithFixedDelay(() -> look(context), every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        watch.cancel(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf come)) {
            context.fireChannelRead(message);
            return;
        }
        if (isOver) {
            come.release();
            return;
        }
        if (preface > 0) {
            passPreface(context, come);
        }
        boolean wasAsking = follower.isAsking();
        int last = follower.last();
        int error = follower.follow(come, come.readerIndex());
        if (error != 0) {
            isOver = true;
            come.release();
            front.refused(400);
            leave(context, error);
            return;
        }
        if (!wasAsking) {
            askingSince = nanos.getAsLong();
        }
        if (follower.last() != last) {
            restingSince = nanos.getAsLong();
        }
        context.fireChannelRead(come);
    }

    /** Vert.x has a decoder no sooner than it has seen these bytes; they go alone, so that no head is decoded unheard. */
    private void passPreface(ChannelHandlerContext context, ByteBuf come) {
        context.fireChannelRead(come.readRetainedSlice(preface));
        preface = 0;
        var decoder = context.pipeline().get(Http2ConnectionHandler.class);
        if (decoder != null) {
            HeadListener.listen(decoder, front);
        }
    }

    private void leave(ChannelHandlerContext context, long error) {
        ByteBuf goAway = context.alloc().buffer();
        goAway.writeMedium(GOAWAY_LENGTH).writeByte(GOAWAY).writeByte(0).writeInt(0);
        goAway.writeInt(follower.last()).writeInt((int) error);
        context.writeAndFlush(goAway).addListener(ChannelFutureListener.CLOSE);
    }

    private void look(ChannelHandlerContext context) {
        if (isOver) {
            return;
        }
        long now = nanos.getAsLong();
        if (follower.isAsking()) {
            if (now - askingSince > front.headTimeout().toNanos()) {
                front.refused(408);
                context.close();
            }
        } else if (isAnswering(context)) {
            restingSince = now;
        } else if (now - restingSince > limit()) {
            isOver = true;
            leave(context, Http2Error.NO_ERROR.code());
        }
    }

    /** Only requests count, as over HTTP/1: whoever sends a PING now and then rests all the same. */
    private long limit() {
        return (follower.last() == 0 ? front.headTimeout() : front.keepAlive()).toNanos();
    }

    /** Whether there is a stream whose answer has not wholly left. */
    private static boolean isAnswering(ChannelHandlerContext context) {
        Http2ConnectionHandler decoder = context.pipeline().get(Http2ConnectionHandler.class);
        try {
            return decoder != null && decoder.connection().forEachActiveStream(FrameGuard::isAnswered) != null;
        } catch (Http2Exception e) {
            throw new IllegalStateException("looking at a stream does not fail", e);
        }
    }

    /** What the client has yet to say after its answer has left is nothing that anybody waits for. */
    private static boolean isAnswered(Http2Stream stream) {
        return !stream.state().localSideOpen();
    }
}
