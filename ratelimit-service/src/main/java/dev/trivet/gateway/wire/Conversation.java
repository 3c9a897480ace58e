package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/** Tells the {@link Guard} when answers end, which it could not see in bytes, and takes away offers to change protocols. */
final class Conversation extends ChannelDuplexHandler {

    private static final int FIRST_FINAL = 200;
    private static final String ENCODER = "httpEncoder";

    private final Guard guard;
    private int status;

    Conversation(Guard guard) {
        this.guard = guard;
    }

    /**
     * Begins to listen as soon as a connection speaks HTTP/1. Vert.x decides that by the first bytes, and only then has a decoder. It
     * gets them alone, so that the conversation is followed from the first answer on.
     *
     * @return how many bytes it got
     */
    static int begin(ChannelHandlerContext context, Guard guard, ByteBuf in) {
        int first = 0;
        if (context.pipeline().get(ENCODER) == null) {
            first = Preface.same(in) + 1;
            context.fireChannelRead(in.readRetainedSlice(first));
        }
        if (context.pipeline().get(ENCODER) != null) {
            context.pipeline().addAfter(ENCODER, "conversation", new Conversation(guard));
        }
        return first;
    }

    /** HTTP/2 is for whoever begins with it; an offer in HTTP/1 may be ignored (RFC 9110 section 7.8), and here it is. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request
                && request.headers().contains(HttpHeaderNames.UPGRADE)
                && !request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            request.headers().remove(HttpHeaderNames.UPGRADE);
            request.headers().remove("HTTP2-Settings");
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            status = response.status().code();
            guard.answers(status);
        }
        boolean ends = message instanceof LastHttpContent && status >= FIRST_FINAL;
        if (ends) {
            promise = promise.unvoid().addListener(written -> guard.rests());
        }
        context.write(message, promise);
        if (ends) {
            guard.answered();
        }
    }
}
