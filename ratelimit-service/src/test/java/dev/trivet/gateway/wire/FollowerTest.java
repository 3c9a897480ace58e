package dev.trivet.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;

/** What is found does not depend on how the bytes come. */
class FollowerTest {

    private static final Bounds BOUNDS = new Bounds(8192, 16384, 100);

    /** How many requests began, how many bytes are sound, and with which status the rest is refused, 0 for not at all. */
    private record Finding(int begun, int sound, int refused) {}

    static List<WireCase> cases() {
        return WireCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void splitsMakeNoDifference(WireCase that) {
        byte[] bytes = that.bytes();
        Finding whole = find(bytes, bytes.length, new Random(1));

        assertThat(find(bytes, 1, new Random(1)).refused()).isEqualTo(whole.refused());
        for (int seed = 0; seed < 20; seed++) {
            Finding split = find(bytes, 40, new Random(seed));
            assertThat(split.refused()).isEqualTo(whole.refused());
            if (whole.refused() == 0) {
                assertThat(split).isEqualTo(whole);
            }
        }
    }

    private static Finding find(byte[] bytes, int most, Random random) {
        var follower = new Follower(BOUNDS);
        ByteBuf in = Unpooled.buffer();
        int begun = 0;
        int at = 0;
        try {
            while (at < bytes.length) {
                int next = Math.min(
                        bytes.length - at, most == 1 || most == bytes.length ? most : 1 + random.nextInt(most));
                in.writeBytes(bytes, at, next);
                at += next;
                follower.follow(in);
                begun += follower.begun();
                in.readerIndex(follower.sound());
                in.discardReadBytes();
            }
            return new Finding(begun, bytes.length - in.readableBytes(), 0);
        } catch (BadMessage bad) {
            return new Finding(begun + follower.begun(), 0, bad.status());
        }
    }
}
