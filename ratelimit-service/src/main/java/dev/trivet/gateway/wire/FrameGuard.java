package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the HTTP/2 decoder. Its frames have lengths, so there is little to be judged; what Netty leaves open is
 * closed here, and whoever does not come to the end of a head is cut.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {

    private static final int LOOKS_PER_TIMEOUT = 4;
    private static final int GOAWAY = 0x7;
    private static final int GOAWAY_LENGTH = 8;

    private final Front front;
    private final FrameFollower follower = new FrameFollower();
    private ScheduledFuture<?> watch;
    private int preface;
    private boolean isOver;
    private long askingSince;

    /**
     * @param preface so many bytes come before the first frame
     */
    FrameGuard(Front front, int preface) {
        this.front = front;
        this.preface = preface;
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
        int error = follower.follow(come, come.readerIndex());
        if (error != 0) {
            isOver = true;
            come.release();
            leave(context, error);
            return;
        }
        if (!wasAsking) {
            askingSince = System.nanoTime();
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

    private void leave(ChannelHandlerContext context, int error) {
        front.refused(400);
        ByteBuf goAway = context.alloc().buffer();
        goAway.writeMedium(GOAWAY_LENGTH).writeByte(GOAWAY).writeByte(0).writeInt(0);
        goAway.writeInt(follower.last()).writeInt(error);
        context.writeAndFlush(goAway).addListener(ChannelFutureListener.CLOSE);
    }

    private void look(ChannelHandlerContext context) {
        boolean late = System.nanoTime() - askingSince > front.headTimeout().toNanos();
        if (!isOver && follower.isAsking() && late) {
            front.refused(408);
            context.close();
        }
    }
}
