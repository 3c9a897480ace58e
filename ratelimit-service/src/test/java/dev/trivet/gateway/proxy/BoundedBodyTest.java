package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class BoundedBodyTest {

    private final Sender sender = new Sender();
    private final BoundedBody body = new BoundedBody(sender, 5);
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void aBodyWithinItsBoundIsNotBroken() {
        read();
        sender.chunk.handle(Buffer.buffer("12345"));

        assertThat(body.isBroken()).isFalse();
    }

    @Test
    void oneThatIsTooLongFailsOnceAndIsBroken() {
        read();
        sender.chunk.handle(Buffer.buffer("12345"));
        sender.chunk.handle(Buffer.buffer("6"));
        sender.chunk.handle(Buffer.buffer("7"));

        assertThat(failures).hasSize(1).first().isInstanceOf(BoundedBody.TooLong.class);
        assertThat(body.isBroken()).isTrue();
    }

    @Test
    void itIsBrokenBeforeItsReaderHearsOfIt() {
        List<Boolean> known = new ArrayList<>();
        body.exceptionHandler(failure -> known.add(body.isBroken()));
        sender.failure.handle(new IllegalStateException("reset"));

        assertThat(known).containsExactly(true);
    }

    @Test
    void thatItBreaksIsKnownWhenNobodyReadsItAnyMore() {
        read();
        body.exceptionHandler(null);
        sender.failure.handle(new IllegalStateException("reset"));

        assertThat(body.isBroken()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void whatBreaksBeforeItBeginsNeverBegins() {
        var begins = body.begins();
        body.fail(new IllegalStateException("too slow"));

        assertThat(begins.failed()).isTrue();
        assertThat(body.isBroken()).isTrue();
    }

    private void read() {
        body.exceptionHandler(failures::add);
        body.handler(chunk -> {});
    }

    /** Says what a test says. */
    private static final class Sender implements ReadStream<Buffer> {

        private Handler<Buffer> chunk;
        private Handler<Throwable> failure;

        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            failure = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> handler) {
            chunk = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> handler) {
            return this;
        }
    }
}
