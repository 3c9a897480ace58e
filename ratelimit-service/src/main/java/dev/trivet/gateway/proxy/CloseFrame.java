package dev.trivet.gateway.proxy;

import dev.trivet.gateway.live.Ending;
import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** The frame that ends a WebSocket and says why (RFC 6455 section 5.5.1). */
final class CloseFrame {

    private static final byte FINAL_CLOSE = (byte) 0x88;
    private static final int MASKED = 0x80;
    private static final int MASK_LENGTH = 4;

    private CloseFrame() {}

    static Buffer toClient(Ending why) {
        Buffer payload = payload(why);
        return Buffer.buffer()
                .appendByte(FINAL_CLOSE)
                .appendByte((byte) payload.length())
                .appendBuffer(payload);
    }

    /** What a client sends is masked. */
    static Buffer toServer(Ending why) {
        Buffer payload = payload(why);
        byte[] mask = new byte[MASK_LENGTH];
        ThreadLocalRandom.current().nextBytes(mask);
        for (int i = 0; i < payload.length(); i++) {
            payload.setByte(i, (byte) (payload.getByte(i) ^ mask[i % MASK_LENGTH]));
        }
        return Buffer.buffer()
                .appendByte(FINAL_CLOSE)
                .appendByte((byte) (MASKED | payload.length()))
                .appendBytes(mask)
                .appendBuffer(payload);
    }

    private static Buffer payload(Ending why) {
        return Buffer.buffer()
                .appendShort((short) why.code())
                .appendBytes(why.reason().getBytes(StandardCharsets.UTF_8));
    }
}
