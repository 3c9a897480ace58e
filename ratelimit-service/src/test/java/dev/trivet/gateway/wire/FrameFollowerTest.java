package dev.trivet.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class FrameFollowerTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final FrameFollower follower = new FrameFollower();

    @Test
    void streamsComeOneAfterTheOtherAndMayHaveTrailers() {
        assertThat(frame(HEADERS, END_HEADERS, 1, 10)).isZero();
        assertThat(frame(DATA, 0, 1, 100)).isZero();
        assertThat(frame(HEADERS, END_HEADERS | END_STREAM, 5, 10)).isZero();
        assertThat(frame(HEADERS, END_HEADERS | END_STREAM, 1, 10)).isZero();
    }

    @Test
    void aStreamThatIsOverIsNotBegunAgain() {
        frame(HEADERS, END_HEADERS | END_STREAM, 1, 10);
        assertThat(frame(HEADERS, END_HEADERS | END_STREAM, 1, 10)).isEqualTo(FrameFollower.STREAM_CLOSED);
    }

    @Test
    void norIsOneThatWasReset() {
        frame(HEADERS, END_HEADERS, 1, 10);
        frame(RST_STREAM, 0, 1, 4);
        assertThat(frame(HEADERS, END_HEADERS, 1, 10)).isEqualTo(FrameFollower.STREAM_CLOSED);
    }

    @Test
    void norOneThatWasSkipped() {
        frame(HEADERS, END_HEADERS, 5, 10);
        assertThat(frame(HEADERS, END_HEADERS, 3, 10)).isEqualTo(FrameFollower.STREAM_CLOSED);
    }

    @Test
    void aHeadIsUnderWayUntilItsLastByte() {
        frame(HEADERS, 0, 1, 10);
        assertThat(follower.isAsking()).isTrue();
        ByteBuf rest = bytes(CONTINUATION, END_HEADERS, 1, 10);
        follower.follow(rest.slice(0, 15), 0);
        assertThat(follower.isAsking()).isTrue();
        follower.follow(rest.slice(15, 4), 0);
        assertThat(follower.isAsking()).isFalse();
    }

    /** Data may come as slowly as its own bounds allow. */
    @Test
    void dataIsNoHead() {
        frame(HEADERS, END_HEADERS, 1, 10);
        follower.follow(bytes(DATA, 0, 1, 100).slice(0, 50), 0);
        assertThat(follower.isAsking()).isFalse();
    }

    private int frame(int type, int flags, int stream, int length) {
        return follower.follow(bytes(type, flags, stream, length), 0);
    }

    private static ByteBuf bytes(int type, int flags, int stream, int length) {
        return Unpooled.buffer()
                .writeMedium(length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeZero(length);
    }
}
