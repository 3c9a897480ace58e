package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Hears of each head that was decoded from HTTP/2, and answers those that would be refused over HTTP/1. Quarkus looks at targets
 * before any of our handlers: what is no URI it answers without a word, and a CONNECT, which has none, not at all.
 */
final class HeadListener extends Http2FrameListenerDecorator {

    private final Http2ConnectionHandler handler;
    private final Front front;
    private final PropertyKey passed;

    private HeadListener(Http2ConnectionHandler handler, Front front) {
        super(handler.decoder().frameListener());
        this.handler = handler;
        this.front = front;
        this.passed = handler.connection().newKey();
    }

    static void listen(Http2ConnectionHandler handler, Front front) {
        handler.decoder().frameListener(new HeadListener(handler, front));
    }

    /** With the first settings Vert.x puts another listener in the place of its own, and of this one. */
    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        super.onSettingsRead(context, settings);
        Http2FrameListener now = handler.decoder().frameListener();
        if (now != this) {
            listen(handler, front);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean isEnd)
            throws Http2Exception {
        if (passes(context, stream, headers)) {
            super.onHeadersRead(context, stream, headers, padding, isEnd);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean isExclusive,
            int padding,
            boolean isEnd)
            throws Http2Exception {
        if (passes(context, stream, headers)) {
            super.onHeadersRead(context, stream, headers, dependency, weight, isExclusive, padding, isEnd);
        }
    }

    private boolean passes(ChannelHandlerContext context, int number, Http2Headers headers) {
        Http2Stream stream = handler.connection().stream(number);
        if (stream == null) {
            return false;
        }
        if (stream.getProperty(passed) != null) {
            // Trailers, if anything.
            return true;
        }
        try {
            Http2Head.check(headers, front.bounds());
            stream.setProperty(passed, Boolean.TRUE);
            return true;
        } catch (BadMessage bad) {
            front.refused(bad.status());
            answer(context, number, bad, "HEAD".contentEquals(headers.method()));
            return false;
        }
    }

    private void answer(ChannelHandlerContext context, int number, BadMessage bad, boolean isHead) {
        ByteBuf body = context.alloc().buffer().writeBytes(RawProblem.json(bad));
        Http2Headers head = new DefaultHttp2Headers()
                .status(Integer.toString(bad.status()))
                .set("content-type", "application/problem+json")
                .set("cache-control", "no-store")
                .setInt("content-length", body.readableBytes());
        handler.encoder().writeHeaders(context, number, head, 0, isHead, context.newPromise());
        if (isHead) {
            body.release();
        } else {
            handler.encoder().writeData(context, number, body, 0, true, context.newPromise());
        }
        handler.flush(context);
        if (handler.connection().stream(number) != null) {
            // "Stop sending, all is well" (RFC 9113 section 8.1). Vert.x must not come upon a stream that it does not
            // know.
            handler.resetStream(context, number, Http2Error.NO_ERROR.code(), context.newPromise());
            handler.flush(context);
        }
    }
}
