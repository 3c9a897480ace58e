package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;

/**
 * Follows the frames that a client sends over HTTP/2 by their nine first bytes, and says what Netty lets pass: HEADERS on a
 * stream that is over (RFC 9113 sections 5.1 and 5.1.1), and header blocks that never end.
 */
final class FrameFollower {

    static final int STREAM_CLOSED = 0x5;
    static final int ENHANCE_YOUR_CALM = 0xb;

    private static final int HEAD = 9;
    private static final int DATA = 0x0;
    private static final int HEADERS = 0x1;
    private static final int RST_STREAM = 0x3;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int CONTINUATION = 0x9;

    /** Streams that the client leaves open although we have ended them; more than that nobody has by accident. */
    private static final int MOST_OPEN = 10_000;

    private final byte[] head = new byte[HEAD];
    private final IntObjectHashMap<Boolean> open = new IntObjectHashMap<>();
    private int got;
    private int payload;
    private int last;
    private boolean inHeaderBlock;
    private boolean isHeaderFrame;

    /**
     * Looks at what has come.
     *
     * @return the error that ends the connection, 0 for none
     */
    int follow(ByteBuf in, int from) {
        int at = from;
        int error = 0;
        while (at < in.writerIndex() && error == 0) {
            if (payload > 0) {
                int come = Math.min(payload, in.writerIndex() - at);
                payload -= come;
                at += come;
            } else {
                head[got++] = in.getByte(at++);
                error = got == HEAD ? frame() : 0;
            }
        }
        return error;
    }

    /** Highest stream that the client has opened. */
    int last() {
        return last;
    }

    /** Whether the client is in the middle of asking. */
    boolean isAsking() {
        return inHeaderBlock || got > 0 || isHeaderFrame && payload > 0;
    }

    private int frame() {
        got = 0;
        payload = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
        int type = head[3];
        int flags = head[4];
        int stream = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
        isHeaderFrame = type == HEADERS || type == CONTINUATION;
        if (isHeaderFrame) {
            inHeaderBlock = (flags & END_HEADERS) == 0;
        }
        int error = type == HEADERS ? headers(stream) : 0;
        boolean ends = type == RST_STREAM || (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0;
        if (ends) {
            open.remove(stream);
        }
        return error == 0 && open.size() > MOST_OPEN ? ENHANCE_YOUR_CALM : error;
    }

    private int headers(int stream) {
        if (stream % 2 == 0) {
            // Netty's to refuse.
            return 0;
        }
        if (stream > last) {
            open.put(stream, Boolean.TRUE);
            last = stream;
            return 0;
        }
        return open.containsKey(stream) ? 0 : STREAM_CLOSED;
    }
}
