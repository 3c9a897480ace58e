package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;

/** The bytes with which HTTP/2 begins (RFC 9113 section 3.4). */
final class Preface {

    private static final byte[] BYTES = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static final int LENGTH = BYTES.length;

    private Preface() {}

    /** How many first bytes are the same. */
    static int same(ByteBuf in) {
        int most = Math.min(in.readableBytes(), LENGTH);
        for (int i = 0; i < most; i++) {
            if (in.getByte(in.readerIndex() + i) != BYTES[i]) {
                return i;
            }
        }
        return most;
    }
}
