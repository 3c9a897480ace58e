package dev.trivet.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says HTTP/2 frame by frame, over one connection in clear text, and keeps no rule by itself. */
public final class RawHttp2 implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int WINDOW_UPDATE = 8;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    private static final String NO_WINDOW = "\0\4\0\0\0\0";
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final String from;
    private int last = -1;

    public RawHttp2(int port) throws IOException {
        this(port, RawClient.elsewhere().split(": ")[1]);
    }

    /**
     * @param from the address that its requests say that they come from
     */
    public RawHttp2(int port, String from) throws IOException {
        this.from = from;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, "");
        frame(SETTINGS, ACK, 0, "");
    }

    /** Takes heads from now on, and no bodies. */
    public void closesItsWindow() throws IOException {
        frame(SETTINGS, 0, 0, NO_WINDOW);
    }

    /**
     * Begins a request with the fields that every one needs.
     *
     * @param flags END_STREAM, or 0 when a body follows
     * @return the stream
     */
    public int request(String method, String path, int flags, String... more) throws IOException {
        last += 2;
        String[] usual = {
            ":method=" + method, ":scheme=http", ":authority=site.example", ":path=" + path, "x-forwarded-for=" + from
        };
        ByteBuf block = Unpooled.buffer().writeBytes(fields(usual)).writeBytes(fields(more));
        return frame(HEADERS, END_HEADERS | flags, last, block);
    }

    public RawHttp2 data(int stream, int flags, String text) throws IOException {
        frame(DATA, flags, stream, text);
        return this;
    }

    public int frame(int type, int flags, int stream, String payload) throws IOException {
        return frame(type, flags, stream, Unpooled.copiedBuffer(payload, StandardCharsets.ISO_8859_1));
    }

    public int frame(int type, int flags, int stream, ByteBuf payload) throws IOException {
        ByteBuf frame = Unpooled.buffer()
                .writeMedium(payload.readableBytes())
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        socket.getOutputStream().write(ByteBufUtil.getBytes(frame));
        return stream;
    }

    /** Fields such as {@code content-length=5}, as literals without indexing (RFC 7541 section 6.2.2). */
    public static ByteBuf fields(String... fields) {
        ByteBuf block = Unpooled.buffer();
        for (String field : fields) {
            int equals = field.indexOf('=', 1);
            string(block.writeByte(0), field.substring(0, equals));
            string(block, field.substring(equals + 1));
        }
        return block;
    }

    /** The next answer's status, on whichever stream; null when a stream or the connection is ended instead. */
    public String status() throws IOException, Http2Exception {
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == RST_STREAM || type == GOAWAY) {
                return null;
            }
            if (type == HEADERS) {
                int skip = (flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
                ByteBuf block = Unpooled.wrappedBuffer(payload, skip, length - skip);
                return decoder.decodeHeaders(stream, block).status().toString();
            }
        }
    }

    private static void string(ByteBuf block, String text) {
        block.writeByte(text.length()).writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
