package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class LocalLimiterTest {

    private static final long WINDOW = 1_000;

    private final LocalLimiter limiter = new LocalLimiter();

    @ParameterizedTest
    @EnumSource
    void admitsTheLimitAtOnceAndNotOneMore(Algorithm algorithm) {
        Match match = match("a", algorithm, 5);

        assertThat(admitted(match, 0, 20)).isEqualTo(5);
    }

    @Test
    void aWindowBeginsAnewWhenItIsOver() {
        Match match = match("a", Algorithm.WINDOW, 5);
        admitted(match, 100, 5);

        assertThat(admitted(match, 100 + WINDOW - 1, 5)).isZero();
        assertThat(admitted(match, 100 + WINDOW, 9)).isEqualTo(5);
    }

    /** The promise of the sliding limit, checked against every span there is. */
    @Test
    void noSpanOfASlidingWindowHasMoreThanTheLimit() {
        Match match = match("a", Algorithm.SLIDING, 5);
        Random random = new Random(7);
        List<Long> admitted = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 10_000; i++) {
            now += random.nextInt(150);
            if (limiter.decide(List.of(match), now).get(0).allowed()) {
                admitted.add(now);
            }
        }

        for (int i = 5; i < admitted.size(); i++) {
            assertThat(admitted.get(i) - admitted.get(i - 5)).isGreaterThanOrEqualTo(WINDOW);
        }
        assertThat(admitted).hasSizeGreaterThan(1_000);
    }

    @Test
    void gcraGivesBackOneAfterEachInterval() {
        Match match = match("a", Algorithm.GCRA, 5);
        admitted(match, 0, 5);

        assertThat(admitted(match, 199, 1)).isZero();
        assertThat(admitted(match, 200, 2)).isEqualTo(1);
        assertThat(admitted(match, 400 + 200, 9)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void theTimeToRetryIsTheTimeOfAdmission(Algorithm algorithm) {
        Match match = match("a", algorithm, 5);
        admitted(match, 0, 3);
        admitted(match, 130, 2);

        long retry = limiter.decide(List.of(match), 150).get(0).retryMicros();

        assertThat(limiter.decide(List.of(match), 150 + retry - 1).get(0).allowed())
                .isFalse();
        assertThat(limiter.decide(List.of(match), 150 + retry).get(0).allowed()).isTrue();
    }

    @Test
    void aRefusalByOneLimitSpendsNothingFromTheOthers() {
        Match narrow = match("narrow", Algorithm.WINDOW, 1);
        Match wide = match("wide", Algorithm.SLIDING, 10);
        limiter.decide(List.of(narrow, wide), 0);

        var refused = limiter.decide(List.of(narrow, wide), 10);

        assertThat(refused.get(0).allowed()).isFalse();
        assertThat(refused.get(1).remaining()).isEqualTo(9);
        assertThat(admitted(wide, 10, 20)).isEqualTo(9);
    }

    private int admitted(Match match, long now, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += limiter.decide(List.of(match), now).get(0).allowed() ? 1 : 0;
        }
        return admitted;
    }

    private static Match match(String name, Algorithm algorithm, int limit) {
        return new Match(new Rule(name, algorithm, limit, WINDOW, OnRedisFailure.LOCAL), "someone");
    }
}
