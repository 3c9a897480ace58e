package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;

import java.util.concurrent.TimeUnit;

/** The last that a client hears on a connection: what was wrong. */
final class Farewell {

    private static final long LINGER_MILLIS = 1_000;

    private Farewell() {}

    /**
     * Says it and closes the connection.
     *
     * @param mayBeSending whether the client may go on sending what nobody reads
     */
    static void say(ChannelHandlerContext context, BadMessage refusal, boolean mayBeSending) {
        ByteBuf answer = Unpooled.wrappedBuffer(RawProblem.of(refusal));
        if (mayBeSending
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
}
