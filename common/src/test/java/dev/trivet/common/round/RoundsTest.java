package dev.trivet.common.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

class RoundsTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aRoundThatFailsIsFollowedByAnother() {
        Rounds rounds = rounds(1, number -> {
            if (number == 1) {
                throw new IllegalStateException("thrown");
            }
            return number == 2
                    ? Uni.createFrom().failure(new IllegalStateException("failed"))
                    : Uni.createFrom().item(false);
        });

        rounds.begin();

        await().untilAtomic(begun, greaterThan(2));
        rounds.end();
    }

    @Test
    void whenThereIsMoreToDoTheNextRoundDoesNotWait() {
        Rounds rounds = rounds(1_000, number -> Uni.createFrom().item(true));

        rounds.begin();

        // With pauses it would be half a minute.
        await().atMost(Duration.ofSeconds(10)).untilAtomic(begun, greaterThan(30));
        rounds.end();
    }

    @Test
    void nothingFollowsTheEnd() {
        var ended = new AtomicReference<Rounds>();
        ended.set(rounds(1, number -> {
            if (number == 3) {
                ended.get().end();
            }
            return Uni.createFrom().item(true);
        }));
        var others = new AtomicInteger();
        var other = new Rounds(vertx, "other work", 1, () -> Uni.createFrom().item(() -> others.incrementAndGet() < 0));

        ended.get().begin();
        await().untilAtomic(begun, equalTo(3));
        other.begin();

        await().untilAtomic(others, greaterThan(20));
        assertThat(begun).hasValue(3);
        other.end();
    }

    private Rounds rounds(long pauseMillis, IntFunction<Uni<Boolean>> round) {
        return new Rounds(vertx, "the work", pauseMillis, () -> round.apply(begun.incrementAndGet()));
    }
}
