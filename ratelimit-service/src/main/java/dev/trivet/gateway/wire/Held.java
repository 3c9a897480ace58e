package dev.trivet.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** The bytes of a connection that have come and may not pass yet. */
final class Held {

    /** What may come before a WebSocket's handshake is answered. */
    private static final int MOST = 64 * 1024;

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    boolean isEmpty() {
        return !bytes.isReadable();
    }

    /** Takes out what is held; it is the caller's then. */
    ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /** Takes out what is held, and what has come now behind it. */
    ByteBuf takeWith(ByteBuf come) {
        ByteBuf before = take();
        if (!before.isReadable()) {
            before.release();
            return come;
        }
        ByteBuf both = before.writeBytes(come);
        come.release();
        return both;
    }

    /**
     * Holds what is left to be read of a buffer that is given away with it. Nothing is held before.
     *
     * @return whether it is not too much
     */
    boolean hold(ByteBuf rest, ByteBufAllocator allocator) {
        int length = rest.readableBytes();
        if (length > 0 && length <= MOST) {
            if (rest.refCnt() == 1 && rest.readerIndex() == 0) {
                bytes = rest;
                return true;
            }
            bytes = allocator.buffer(length).writeBytes(rest);
        }
        rest.release();
        return length <= MOST;
    }

    void drop() {
        take().release();
    }
}
