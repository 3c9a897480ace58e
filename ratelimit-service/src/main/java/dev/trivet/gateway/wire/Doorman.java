package dev.trivet.gateway.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;

import java.net.InetSocketAddress;

/** Stands at the start of a connection: counts it, learns whose it is, and puts the guard where bytes are plain text. */
final class Doorman extends ChannelInboundHandlerAdapter {

    private final Front front;
    private boolean isStrange;

    Doorman(Front front) {
        this.front = front;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!front.connections().enter()) {
            turnAway(context);
            return;
        }
        Channel channel = context.channel();
        channel.closeFuture().addListener(closed -> front.connections().leave());
        String peer = peer(context);
        boolean trusted = front.trusted().test(peer);
        if (!trusted && !admits(context, peer)) {
            return;
        }
        if (trusted && front.proxyProtocol()) {
            context.pipeline().addFirst(new HAProxyMessageDecoder());
        }
        String before = context.pipeline().get("ssl") == null ? context.name() : "ssl";
        context.pipeline().addAfter(before, "guard", new Guard(front));
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HAProxyMessage told)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            String source = told.sourceAddress();
            if (source != null && admits(context, source)) {
                context.channel()
                        .attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE)
                        .set(SocketAddress.inetSocketAddress(told.sourcePort(), source));
            }
        } finally {
            told.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Only the PROXY header is decoded before this.
        if (cause instanceof DecoderException && !isStrange) {
            isStrange = true;
            front.strangeProxies().accept(peer(context));
        }
        context.close();
    }

    private static String peer(ChannelHandlerContext context) {
        return ((InetSocketAddress) context.channel().remoteAddress())
                .getAddress()
                .getHostAddress();
    }

    private boolean admits(ChannelHandlerContext context, String address) {
        String client = front.client().apply(address);
        if (!front.connections().enter(client)) {
            turnAway(context);
            return false;
        }
        context.channel().closeFuture().addListener(closed -> front.connections()
                .leave(client));
        return true;
    }

    private void turnAway(ChannelHandlerContext context) {
        front.refused(503);
        context.close();
    }
}
