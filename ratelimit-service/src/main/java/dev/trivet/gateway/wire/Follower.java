package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Follows the requests on an HTTP/1 connection and says how far they are beyond doubt: a head once it is whole and right, a
 * body as far as it has come.
 */
final class Follower {

    private enum Phase {
        HEAD,
        LENGTH,
        CHUNKED,
        HANDSHAKE
    }

    private static final FastThreadLocal<byte[]> SCRATCH = new FastThreadLocal<>();

    private final Bounds bounds;
    private Phase phase = Phase.HEAD;
    private long left;
    private ChunkedBody chunks;
    private int scanned;
    private int lineStart;
    private int firstLine;
    private boolean firstLineChecked;
    private int blankLines;
    private int begun;
    private int sound;

    Follower(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Looks at what has come; what was not sound the last time stands at the front again.
     *
     * @throws BadMessage at the first byte that is wrong
     */
    void follow(ByteBuf in) {
        sound = in.readerIndex();
        begun = 0;
        boolean further = true;
        while (further && sound < in.writerIndex()) {
            further = switch (phase) {
                case HEAD -> head(in);
                case LENGTH -> length(in);
                case CHUNKED -> chunks(in);
                case HANDSHAKE -> false;
            };
        }
    }

    /** Index in the buffer up to which everything is sound. */
    int sound() {
        return sound;
    }

    /** How many requests have begun within what was looked at last. */
    int begun() {
        return begun;
    }

    boolean isBetweenRequests() {
        return phase == Phase.HEAD;
    }

    /** Whether a WebSocket was asked for; nothing is sound until the answer has come. */
    boolean isHandshake() {
        return phase == Phase.HANDSHAKE;
    }

    /** The handshake was answered with something else, and requests go on. */
    void handshakeDeclined() {
        phase = Phase.HEAD;
    }

    private boolean head(ByteBuf in) {
        int end = endOfHead(in);
        if (end < 0) {
            return false;
        }
        if (end == 0) {
            return true;
        }
        RequestHead head = read(in, end);
        begun++;
        sound += end;
        scanned = 0;
        lineStart = 0;
        firstLine = 0;
        firstLineChecked = false;
        blankLines = 0;
        if (head.webSocket()) {
            phase = Phase.HANDSHAKE;
        } else if (head.length() == Framing.CHUNKED) {
            phase = Phase.CHUNKED;
            chunks = new ChunkedBody();
        } else if (head.length() > 0) {
            phase = Phase.LENGTH;
            left = head.length();
        }
        return true;
    }

    /**
     * Looks for the empty line, and only where it has not looked yet: who sends byte by byte must not make us look at all
     * of it each time.
     *
     * @return the head's length; -1 when it is not whole yet; 0 for an empty line before it, which RFC 9112 section 2.2
     *     wants ignored
     */
    private int endOfHead(ByteBuf in) {
        int length = in.writerIndex() - sound;
        while (scanned < length) {
            int feed = in.indexOf(sound + scanned, in.writerIndex(), (byte) '\n') - sound;
            if (feed < 0) {
                scanned = length;
                break;
            }
            if (feed == 0 || in.getByte(sound + feed - 1) != '\r') {
                throw new BadMessage(400, "a line must end in CR LF, and neither may stand alone");
            }
            scanned = feed + 1;
            if (feed - 1 == lineStart) {
                return lineStart == 0 ? blankLine() : checked(scanned);
            }
            if (lineStart == 0) {
                firstLine = feed - 1;
                if (firstLine > bounds.requestLine()) {
                    throw RequestHead.tooLongALine(bounds);
                }
            }
            lineStart = scanned;
        }
        if (lineStart == 0 && length > bounds.requestLine()) {
            throw RequestHead.tooLongALine(bounds);
        }
        checked(length);
        if (firstLine > 0 && !firstLineChecked) {
            // Who speaks something else may never send an empty line.
            firstLineChecked = true;
            RequestHead.checkLine(copied(in, firstLine), 0, firstLine, bounds);
        }
        return -1;
    }

    private int blankLine() {
        if (++blankLines > 1) {
            throw new BadMessage(400, "a request begins with a method");
        }
        sound += 2;
        scanned = 0;
        return 0;
    }

    private int checked(int length) {
        if (length > bounds.head()) {
            throw new BadMessage(431, "request line and header fields may have " + bounds.head() + " bytes at most");
        }
        return length;
    }

    private RequestHead read(ByteBuf in, int length) {
        return RequestHead.read(copied(in, length), 0, length, bounds);
    }

    private byte[] copied(ByteBuf in, int length) {
        byte[] bytes = SCRATCH.get();
        if (bytes == null || bytes.length < length) {
            bytes = new byte[bounds.head()];
            SCRATCH.set(bytes);
        }
        in.getBytes(sound, bytes, 0, length);
        return bytes;
    }

    private boolean length(ByteBuf in) {
        long come = Math.min(left, in.writerIndex() - sound);
        left -= come;
        sound += (int) come;
        if (left == 0) {
            phase = Phase.HEAD;
        }
        return true;
    }

    private boolean chunks(ByteBuf in) {
        while (sound < in.writerIndex() && !chunks.isDone()) {
            long data = Math.min(chunks.opaque(), in.writerIndex() - sound);
            if (data > 0) {
                chunks.skip(data);
                sound += (int) data;
            } else {
                chunks.take(in.getByte(sound));
                sound++;
            }
        }
        if (chunks.isDone()) {
            chunks = null;
            phase = Phase.HEAD;
        }
        return true;
    }
}
