package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class DecisionTest {

    private static final Verdict WIDE = new Verdict(rule("api", 100), true, 99, 60_000_000, 0);
    private static final Verdict NARROW = new Verdict(rule("login", 5), true, 4, 60_000_000, 0);
    private static final Verdict REFUSED = new Verdict(rule("login", 5), false, 0, 30_000_001, 12_000_001);

    @Test
    void theTightestLimitIsTheOneWithLeastLeft() {
        assertThat(Decision.of(List.of(WIDE, NARROW)).tightest()).contains(NARROW);
        assertThat(Decision.of(List.of(WIDE, REFUSED)).tightest()).contains(REFUSED);
    }

    @Test
    void theTimeToRetryIsRoundedUpSoThatItHolds() {
        assertThat(Decision.of(List.of(REFUSED)).retryAfterSeconds()).isEqualTo(13);
    }

    @Test
    void oneRefusalRefuses() {
        assertThat(Decision.of(List.of(WIDE, NARROW)).allowed()).isTrue();
        assertThat(Decision.of(List.of(WIDE, REFUSED)).allowed()).isFalse();
        assertThat(Decision.UNAVAILABLE.allowed()).isFalse();
    }

    @Test
    void aShadowSaysNothing() {
        var shadow = new Rule("try", Algorithm.SLIDING, 1, 60_000_000, 1, 0, true, Set.of(), OnRedisFailure.LOCAL);
        Decision decision = Decision.of(List.of(WIDE, new Verdict(shadow, false, 0, 90_000_000, 90_000_000)));

        assertThat(decision.allowed()).isTrue();
        assertThat(decision.tightest()).contains(WIDE);
        assertThat(decision.violated()).isEmpty();
    }

    @Test
    void aRefusalNamesTheLimitsAndTheLatestTime() {
        Verdict later = new Verdict(rule("daily", 9), false, 0, 99_000_000, 98_000_001);

        HttpProblem problem =
                Refusal.by(Decision.of(List.of(WIDE, REFUSED, later))).orElseThrow();

        assertThat(problem.getStatusCode()).isEqualTo(429);
        assertThat(problem.getHeaders()).containsEntry("Retry-After", 99L);
        assertThat(problem.getParameters()).containsEntry("violated-policies", List.of("login", "daily"));
        assertThat(Refusal.by(Decision.UNAVAILABLE).orElseThrow().getStatusCode())
                .isEqualTo(503);
        assertThat(Refusal.by(Decision.of(List.of(WIDE)))).isEmpty();
    }

    private static Rule rule(String name, int limit) {
        return new Rule(name, Algorithm.SLIDING, limit, 60_000_000, OnRedisFailure.LOCAL);
    }
}
