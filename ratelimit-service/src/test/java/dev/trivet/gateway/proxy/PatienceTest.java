package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.gateway.proxy.Patience.Late;
import dev.trivet.gateway.upstream.Timeouts;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class PatienceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Patience patience =
            new Patience(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(100)), 0);

    @Test
    void anAnswerIsLateSoLongAfterTheRequestWasSent() {
        patience.tries(5 * SECOND, false);

        assertThat(patience.nextLook(5 * SECOND)).isEqualTo(10 * SECOND);
        assertThat(patience.look(15 * SECOND - 1, true, 0)).isEmpty();
        assertThat(patience.look(15 * SECOND, true, 0)).contains(Late.ANSWER);
    }

    @Test
    void theTimeForTheAnswerBeginsWhenTheBodyIsThrough() {
        patience.tries(0, true);
        for (long now = 1; now < 50; now++) {
            assertThat(patience.look(now * SECOND, false, now)).isEmpty();
        }
        assertThat(patience.look(50 * SECOND, true, 50)).isEmpty();
        assertThat(patience.look(60 * SECOND - 1, true, 50)).isEmpty();
        assertThat(patience.look(60 * SECOND, true, 50)).contains(Late.ANSWER);
    }

    @Test
    void aBodyThatStopsIsIdle() {
        patience.tries(0, true);

        assertThat(patience.look(5 * SECOND, false, 100)).isEmpty();
        assertThat(patience.look(24 * SECOND, false, 100)).isEmpty();
        assertThat(patience.look(25 * SECOND, false, 100)).contains(Late.IDLE);
    }

    @Test
    void anAnswerIsIdleWhenNothingMovesAndNotWhenItIsSlow() {
        patience.tries(0, false);
        patience.answered(SECOND, false);
        for (long now = 10; now <= 90; now += 10) {
            assertThat(patience.look(now * SECOND, true, now)).isEmpty();
        }
        assertThat(patience.nextLook(90 * SECOND)).isEqualTo(5 * SECOND);
    }

    @Test
    void aSilentAnswerIsNoticedAQuarterLaterAtMost() {
        patience.tries(0, false);
        patience.answered(0, true);
        long now = 0;
        while (patience.look(now, true, now < SECOND ? 1 : 2).isEmpty()) {
            now += patience.nextLook(now);
        }
        assertThat(now).isBetween(20 * SECOND, 26 * SECOND);
    }

    @Test
    void theWholeIsBoundedHoweverMuchMoves() {
        patience.tries(0, false);
        patience.answered(SECOND, false);

        assertThat(patience.look(99 * SECOND, true, 1)).isEmpty();
        assertThat(patience.nextLook(99 * SECOND)).isEqualTo(SECOND);
        assertThat(patience.look(100 * SECOND, true, 2)).contains(Late.TOTAL);
    }

    @Test
    void anotherTryHasTheAnswersTimeAnewAndTheWholeTimeNot() {
        patience.tries(0, false);
        assertThat(patience.look(10 * SECOND, true, 0)).contains(Late.ANSWER);
        patience.tries(95 * SECOND, false);

        assertThat(patience.look(99 * SECOND, true, 0)).isEmpty();
        assertThat(patience.look(100 * SECOND, true, 0)).contains(Late.TOTAL);
    }

    @Test
    void aStreamOfEventsIsNeverTooLongButMayBeSilentTooLong() {
        patience.tries(0, false);
        patience.answered(SECOND, true);

        assertThat(patience.look(1_000 * SECOND, true, 7)).isEmpty();
        assertThat(patience.look(1_020 * SECOND, true, 7)).contains(Late.IDLE);
    }
}
