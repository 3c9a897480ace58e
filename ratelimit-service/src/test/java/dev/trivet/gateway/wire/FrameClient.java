package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that says HTTP/2 frame by frame, and in a head whatever it likes. */
final class FrameClient implements AutoCloseable {

    /**
     * An answer.
     *
     * @param status 0 when the stream or the connection was ended instead
     */
    record Answer(int status, String type, String body) {

        boolean isProblem() {
            return "application/problem+json".equals(type) && body.contains("\"status\":" + status);
        }
    }

    static final int HEADERS = 1;
    static final int CONTINUATION = 9;

    private static final int DATA = 0;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_LENGTH = 5;
    private static final int WAIT_MILLIS = 20_000;

    private final Socket socket;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final DataInputStream in;
    private int stream = -1;

    FrameClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(WAIT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, Unpooled.EMPTY_BUFFER);
        send(SETTINGS, ACK, 0, Unpooled.EMPTY_BUFFER);
    }

    /** Asks on a new stream, without a body. */
    Answer ask(ByteBuf head) throws IOException, Http2Exception {
        stream += 2;
        send(HEADERS, END_STREAM | END_HEADERS, stream, head);
        return answer();
    }

    /** Asks on a new stream, and leaves it open for a body that does not come. */
    Answer begin(ByteBuf head) throws IOException, Http2Exception {
        stream += 2;
        send(HEADERS, END_HEADERS, stream, head);
        return answer();
    }

    void send(int type, int flags, int number, ByteBuf payload) throws IOException {
        ByteBuf frame = Unpooled.buffer()
                .writeMedium(payload.readableBytes())
                .writeByte(type)
                .writeByte(flags)
                .writeInt(number)
                .writeBytes(payload);
        socket.getOutputStream().write(ByteBufUtil.getBytes(frame));
    }

    /** What comes for the newest stream, up to its end. */
    Answer answer() throws IOException, Http2Exception {
        var body = new StringBuilder();
        int status = 0;
        String contentType = null;
        while (true) {
            if (isClosed()) {
                return new Answer(status, contentType, body.toString());
            }
            int length = in.read() << 16 | in.read() << 8 | in.read();
            int type = in.read();
            int flags = in.read();
            int number = in.readInt();
            ByteBuf payload = Unpooled.wrappedBuffer(in.readNBytes(length));
            if (type == HEADERS) {
                // A priority may come first (RFC 9113 section 6.2).
                payload.skipBytes((flags & PRIORITY) == 0 ? 0 : PRIORITY_LENGTH);
                Http2Headers headers = decoder.decodeHeaders(number, payload);
                status = Integer.parseInt(headers.status().toString());
                contentType = String.valueOf(headers.get("content-type"));
            } else if (type == DATA) {
                body.append(payload.toString(StandardCharsets.UTF_8));
            }
            boolean ends = (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0;
            if (type == GOAWAY || number == stream && (ends || type == RST_STREAM)) {
                return new Answer(status, contentType, body.toString());
            }
        }
    }

    private boolean isClosed() throws IOException {
        in.mark(1);
        try {
            boolean end = in.read() < 0;
            in.reset();
            return end;
        } catch (SocketException reset) {
            return true;
        }
    }

    /**
     * A header block of literal fields without indexing (RFC 7541 section 6.2.2).
     *
     * @param fields {@code name=value} each, where the first equals sign but for the first letter parts them; \r, \n, \t and \0 are
     *     these bytes
     */
    static ByteBuf block(Iterable<String> fields) {
        ByteBuf block = Unpooled.buffer();
        for (String field : fields) {
            String plain = field.replace("\\\\", "\\")
                    .replace("\\r", "\r")
                    .replace("\\n", "\n")
                    .replace("\\t", "\t")
                    .replace("\\0", "\0");
            int equals = plain.startsWith("=") ? 0 : plain.indexOf('=', 1);
            string(block.writeByte(0), plain.substring(0, equals));
            string(block, plain.substring(equals + 1));
        }
        return block;
    }

    private static void string(ByteBuf block, String text) {
        block.writeByte(text.length()).writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
