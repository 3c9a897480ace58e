package dev.trivet.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which connections over HTTP/2 may stay although nothing comes. */
class FrameGuardTest {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int HEAD_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 75;

    /** :method GET, :scheme http, :path /, :authority a (RFC 7541, appendix A). */
    private static final byte[] ASKS = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 1, 1, 'a'};

    private final List<Integer> refused = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Http2ConnectionHandler decoder =
            Http2FrameCodecBuilder.forServer().build();
    private long now;

    @BeforeEach
    void connect() {
        channel.freezeTime();
        var front = new Front(
                new Bounds(8_192, 16_384, 100),
                Duration.ofSeconds(HEAD_SECONDS),
                Duration.ofSeconds(KEEP_ALIVE_SECONDS),
                new Connections(1, 1),
                peer -> false,
                peer -> peer,
                false,
                refused::add,
                peer -> {});
        channel.pipeline().addLast(new FrameGuard(front, PREFACE.length(), () -> now), decoder);
        channel.writeInbound(Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whoNeverAsksHasAsLongAsAHead() {
        pass(HEAD_SECONDS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(5);
        assertThat(lastSaid()).isEqualTo(GOAWAY);
        assertThat(channel.isOpen()).isFalse();
        assertThat(refused).isEmpty();
    }

    @Test
    void whoHasAskedMayRest() {
        ask(1);
        answer(1);
        pass(KEEP_ALIVE_SECONDS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(5);
        assertThat(lastSaid()).isEqualTo(GOAWAY);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void eachRequestBeginsTheRestAnew() {
        for (int stream = 1; stream < 9; stream += 2) {
            ask(stream);
            answer(stream);
            pass(KEEP_ALIVE_SECONDS - 5);
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void pingsAreNoRequests() {
        ask(1);
        answer(1);
        for (int waited = 0; waited < KEEP_ALIVE_SECONDS; waited += HEAD_SECONDS) {
            frame(PING, 0, 0, new byte[8]);
            pass(HEAD_SECONDS);
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoWaitsForAnAnswerIsNotCutAndRestsFromThenOn() {
        ask(1);
        pass(10 * KEEP_ALIVE_SECONDS);
        assertThat(channel.isOpen()).isTrue();
        answer(1);
        pass(KEEP_ALIVE_SECONDS - 5);
        assertThat(channel.isOpen()).isTrue();
        pass(10);
        assertThat(channel.isOpen()).isFalse();
    }

    /** Else a body that never ends would keep the connection. */
    @Test
    void whatIsAnsweredNeedNotEnd() {
        frame(HEADERS, END_HEADERS, 1, ASKS);
        answer(1);
        for (int waited = 0; waited < KEEP_ALIVE_SECONDS; waited += HEAD_SECONDS) {
            frame(DATA, 0, 1, new byte[1]);
            pass(HEAD_SECONDS);
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aHeadWithoutEndIsCut() {
        frame(HEADERS, END_STREAM, 1, ASKS);
        pass(HEAD_SECONDS + 5);
        assertThat(channel.isOpen()).isFalse();
        assertThat(refused).containsExactly(408);
    }

    private void ask(int stream) {
        frame(HEADERS, END_HEADERS | END_STREAM, stream, ASKS);
    }

    private void answer(int stream) {
        var context = channel.pipeline().context(decoder);
        decoder.encoder()
                .writeHeaders(context, stream, new DefaultHttp2Headers().status("200"), 0, true, context.newPromise());
        channel.flush();
    }

    private void frame(int type, int flags, int stream, byte... payload) {
        channel.writeInbound(Unpooled.buffer()
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload));
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    /** The last frame that was sent; the guard sends it in one piece. */
    private int lastSaid() {
        int type = -1;
        for (ByteBuf said = channel.readOutbound(); said != null; said = channel.readOutbound()) {
            type = said.readableBytes() > 3 ? said.getByte(3) : type;
            said.release();
        }
        return type;
    }
}
