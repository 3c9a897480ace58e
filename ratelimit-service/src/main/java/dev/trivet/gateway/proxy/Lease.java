package dev.trivet.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

import java.util.function.BooleanSupplier;

/**
 * A request's hold on a connection to its target. Over HTTP/1 it ends with the answer's last byte: the connection is the next
 * request's at once, though this one's client may be reading still. Whoever gives the request up then must leave the
 * connection alone, or he would cut it off under somebody else, and Vert.x does not ask whose it is.
 */
final class Lease {

    private static final AttributeKey<Integer> ANSWERS = AttributeKey.valueOf(Lease.class, "answers");

    private final HttpClientRequest onward;
    private final BooleanSupplier sent;
    private final int before;

    /**
     * @param sent whether all of the request has been sent; until then the connection is nobody else's
     */
    Lease(HttpClientRequest onward, BooleanSupplier sent) {
        this.onward = onward;
        this.sent = sent;
        this.before = answers(onward);
    }

    /** Counts the answers of a new connection. */
    static void count(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        if (channel.pipeline().get("handler") != null) {
            channel.attr(ANSWERS).set(0);
            channel.pipeline().addBefore("handler", "answers", new Counter());
        }
    }

    /** Gives the request up, and the connection with it if it is still this request's. */
    void giveUp() {
        boolean over = onward.version() != HttpVersion.HTTP_2 && sent.getAsBoolean() && answers(onward) != before;
        if (!over) {
            onward.reset();
        }
    }

    private static int answers(HttpClientRequest onward) {
        Integer answers =
                ((ConnectionBase) onward.connection()).channel().attr(ANSWERS).get();
        return answers == null ? 0 : answers;
    }

    private static final class Counter extends ChannelInboundHandlerAdapter {

        private boolean interim;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpResponse response) {
                interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                        && response.status().code() != 101;
            }
            if (message instanceof LastHttpContent && !interim) {
                context.channel()
                        .attr(ANSWERS)
                        .set(context.channel().attr(ANSWERS).get() + 1);
            }
            context.fireChannelRead(message);
        }
    }
}
