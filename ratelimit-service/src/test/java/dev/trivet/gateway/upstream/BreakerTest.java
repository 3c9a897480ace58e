package dev.trivet.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long FAR = 1_000 * SECOND;

    private final Breaker breaker = new Breaker();
    private long now = FAR;

    @Test
    void fiveFailuresInARowAreEnough() {
        fail(4);
        breaker.succeeded(now, false);
        fail(4);
        assertThat(breaker.isWell()).isTrue();

        assertThat(breaker.failed(now, false, now, false)).isTrue();
        assertThat(breaker.isWell()).isFalse();
    }

    @Test
    void halfOfTwentyAreEnoughThoughNeverFiveInARow() {
        for (int i = 0; i < 9; i++) {
            breaker.failed(now, false, now, false);
            breaker.succeeded(now, false);
        }
        breaker.succeeded(now, false);
        assertThat(breaker.isWell()).isTrue();

        breaker.failed(now, false, now, false);
        assertThat(breaker.isWell()).isFalse();
    }

    @Test
    void failuresOfLongAgoAreForgotten() {
        for (int i = 0; i < 30; i++) {
            breaker.failed(now, false, now, false);
            breaker.succeeded(now, false);
            now += SECOND;
        }
        assertThat(breaker.isWell()).isTrue();
    }

    @Test
    void oneRequestAtATimeIsItsTrial() {
        fail(5);
        assertThat(breaker.tryTrial(now, true, false)).isFalse();

        now += SECOND;
        assertThat(breaker.tryTrial(now, true, false)).isTrue();
        assertThat(breaker.tryTrial(now, true, false)).isFalse();

        breaker.succeeded(now, true);
        assertThat(breaker.isWell()).isTrue();
    }

    @Test
    void itIsOutForTwiceAsLongEachTimeAndNeverForMoreThanHalfAMinute() {
        fail(5);
        for (long expected : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            now += expected * SECOND - 1;
            assertThat(breaker.tryTrial(now, true, false)).isFalse();
            now += 1;
            assertThat(breaker.tryTrial(now, true, false)).isTrue();
            breaker.failed(now, true, now, false);
        }
    }

    /** What listens again is found within a second, and nobody has waited for it. */
    @Test
    void trialsThatCostNothingMakeItsBreaksNoLonger() {
        fail(5);
        for (int i = 0; i < 10; i++) {
            now += SECOND - 1;
            assertThat(breaker.tryTrial(now, true, false)).isFalse();
            now += 1;
            assertThat(breaker.tryTrial(now, true, false)).isTrue();
            breaker.failed(now, true, now, true);
        }
    }

    @Test
    void whoWasWellForLongBeginsAnew() {
        fail(5);
        now += SECOND;
        breaker.tryTrial(now, true, false);
        breaker.failed(now, true, now, false);
        now += 2 * SECOND;
        breaker.tryTrial(now, true, false);
        breaker.succeeded(now, true);

        now += 30 * SECOND;
        fail(5);
        now += SECOND;
        assertThat(breaker.tryTrial(now, true, false)).isTrue();
    }

    @Test
    void whoFailsAgainSoonIsOutForLonger() {
        fail(5);
        now += SECOND;
        breaker.tryTrial(now, true, false);
        breaker.succeeded(now, true);
        fail(5);

        now += SECOND;
        assertThat(breaker.tryTrial(now, true, false)).isFalse();
        now += SECOND;
        assertThat(breaker.tryTrial(now, true, false)).isTrue();
    }

    @Test
    void aloneItHasATrialEachSecondHoweverLongItIsOut() {
        fail(5);
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.tryTrial(now, false, true)).isFalse();
            now += SECOND;
            assertThat(breaker.untilTrial(now)).isZero();
            assertThat(breaker.tryTrial(now, false, true)).isTrue();
            breaker.failed(now, true, now, false);
        }
    }

    @Test
    void aRequestThatCannotBeRepeatedIsRiskedOnlyWhenNothingElseComes() {
        fail(5);
        now += SECOND;
        assertThat(breaker.tryTrial(now, false, false)).isFalse();
        now += 30 * SECOND;
        assertThat(breaker.tryTrial(now, false, false)).isTrue();
    }

    @Test
    void aTrialThatToldNothingIsGivenToTheNext() {
        fail(5);
        now += SECOND;
        breaker.tryTrial(now, true, false);
        breaker.abandoned(true);

        assertThat(breaker.isWell()).isFalse();
        assertThat(breaker.tryTrial(now, true, false)).isTrue();
    }

    @Test
    void failuresThatBeganBeforeAreNoNews() {
        fail(5);
        now += SECOND / 2;
        assertThat(breaker.failed(now, false, now, false)).isFalse();

        now += SECOND / 2;
        assertThat(breaker.tryTrial(now, true, true)).isTrue();
    }

    /** Thirty requests for something slow, all late in the same moment, while everybody else is answered. */
    @Test
    void failuresThatBeganBeforeTheLastSuccessAreNoneInARow() {
        long began = now;
        now += 10 * SECOND;
        for (int i = 0; i < 100; i++) {
            breaker.succeeded(now, false);
        }
        for (int i = 0; i < 30; i++) {
            assertThat(breaker.failed(now, false, began, false)).isFalse();
        }

        assertThat(breaker.isWell()).isTrue();
    }

    /** Answers to requests that began before it was out do not bring it back: that is what the trial is for. */
    @Test
    void lateSuccessesAreNoTrial() {
        fail(5);
        breaker.succeeded(now, false);

        assertThat(breaker.isWell()).isFalse();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(now, false, now, false);
        }
    }
}
