package dev.trivet.gateway.proxy;

import io.vertx.core.buffer.Buffer;

/**
 * Where the frames of a WebSocket begin and end in one direction's bytes (RFC 6455 section 5.2), so that another can be put
 * between two of them. Looks at nothing else, and changes nothing.
 */
final class Frames {

    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 8;

    private static final int LONGEST_HEAD = 14;

    private final byte[] head = new byte[LONGEST_HEAD];
    private int have;
    private long payload;
    private boolean closing;

    /** Whether the next byte begins a frame. */
    boolean isBetween() {
        return have == 0 && payload == 0;
    }

    /** Whether a frame came that says that nothing more will. */
    boolean isClosing() {
        return closing;
    }

    /** Takes note of bytes that pass. */
    void pass(Buffer chunk) {
        for (int at = 0; at < chunk.length(); ) {
            at = step(chunk, at);
        }
    }

    /**
     * Takes note of bytes up to where the frame ends that they begin in.
     *
     * @return how many those are; all of them when it goes on
     */
    int passOne(Buffer chunk) {
        int at = 0;
        while (at < chunk.length()) {
            at = step(chunk, at);
            if (isBetween()) {
                break;
            }
        }
        return at;
    }

    private int step(Buffer chunk, int at) {
        if (payload > 0) {
            int taken = (int) Math.min(payload, chunk.length() - at);
            payload -= taken;
            return at + taken;
        }
        head[have++] = chunk.getByte(at);
        if (have >= 2 && have == headLength()) {
            closing |= (head[0] & OPCODE) == CLOSE;
            payload = payloadLength();
            have = 0;
        }
        return at + 1;
    }

    private int headLength() {
        int length = head[1] & LENGTH;
        int more = length == TWO_BYTES ? 2 : length == EIGHT_BYTES ? 8 : 0;
        return 2 + more + ((head[1] & MASKED) == 0 ? 0 : 4);
    }

    private long payloadLength() {
        int length = head[1] & LENGTH;
        if (length < TWO_BYTES) {
            return length;
        }
        long longer = 0;
        int end = 2 + (length == TWO_BYTES ? 2 : 8);
        for (int i = 2; i < end; i++) {
            longer = longer << 8 | head[i] & 0xff;
        }
        // A length that no frame can have belongs to no WebSocket; there is no next frame then.
        return longer < 0 ? Long.MAX_VALUE : longer;
    }
}
