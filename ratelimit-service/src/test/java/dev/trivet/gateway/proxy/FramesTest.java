package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.gateway.live.Ending;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {

    private final Frames frames = new Frames();

    /** Lengths at which the form of the head changes (RFC 6455 section 5.2). */
    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "125,false", "126,true", "65535,false", "65536,true"})
    void aFrameEndsWhereItEndsHoweverItComes(int length, boolean masked) {
        Buffer frame = frame(length, masked);
        for (int at = 0; at < frame.length(); at++) {
            assertThat(frames.isBetween()).isEqualTo(at == 0);
            frames.pass(frame.getBuffer(at, at + 1));
        }
        assertThat(frames.isBetween()).isTrue();

        frames.pass(frame(length, masked).appendBuffer(frame(length, !masked)));
        assertThat(frames.isBetween()).isTrue();
    }

    @Test
    void oneFrameIsTakenAndNoMore() {
        Buffer first = frame(300, true);
        frames.pass(first.getBuffer(0, 100));

        Buffer rest = first.getBuffer(100, first.length()).appendBuffer(frame(10, true));

        assertThat(frames.passOne(rest)).isEqualTo(first.length() - 100);
        assertThat(frames.isBetween()).isTrue();
    }

    @Test
    void aCloseIsSeen() {
        frames.pass(frame(10, false));
        assertThat(frames.isClosing()).isFalse();

        frames.pass(CloseFrame.toClient(Ending.EXPIRED));
        assertThat(frames.isClosing()).isTrue();
        assertThat(frames.isBetween()).isTrue();
    }

    @Test
    void aLengthThatCannotBeNeverEnds() {
        frames.pass(Buffer.buffer(new byte[] {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0}));

        assertThat(frames.isBetween()).isFalse();
    }

    @Test
    void aCloseFrameSaysWhy() {
        Buffer toClient = CloseFrame.toClient(Ending.SIGNED_OUT);
        assertThat(toClient.getByte(0)).isEqualTo((byte) 0x88);
        assertThat(toClient.getByte(1)).isEqualTo((byte) (toClient.length() - 2));
        assertThat(toClient.getUnsignedShort(2)).isEqualTo(4401);
        assertThat(toClient.getString(4, toClient.length())).isEqualTo("signed out");

        Buffer toServer = CloseFrame.toServer(Ending.SIGNED_OUT);
        byte[] unmasked = toServer.getBytes(6, toServer.length());
        for (int i = 0; i < unmasked.length; i++) {
            unmasked[i] ^= toServer.getByte(2 + i % 4);
        }
        assertThat(toServer.getByte(1)).isEqualTo((byte) (0x80 | unmasked.length));
        assertThat(unmasked).isEqualTo(toClient.getBytes(2, toClient.length()));
    }

    private static Buffer frame(int length, boolean masked) {
        int mask = masked ? 0x80 : 0;
        Buffer frame = Buffer.buffer().appendByte((byte) 0x82);
        if (length < 126) {
            frame.appendByte((byte) (mask | length));
        } else if (length < 65536) {
            frame.appendByte((byte) (mask | 126)).appendUnsignedShort(length);
        } else {
            frame.appendByte((byte) (mask | 127)).appendLong(length);
        }
        return frame.appendBytes(new byte[length + (masked ? 4 : 0)]);
    }
}
