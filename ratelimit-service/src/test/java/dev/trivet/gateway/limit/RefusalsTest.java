package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

class RefusalsTest {

    private static final Rule RULE = new Rule("api", Algorithm.WINDOW, 5, 60_000_000, OnRedisFailure.LOCAL);

    private final AtomicLong nanos = new AtomicLong(1);
    private final Refusals refusals = new Refusals(nanos::get, false);
    private final Match match = new Match(RULE, "someone");

    @Test
    void aRefusalHoldsUntilItsTimeAndNoLonger() {
        refusals.remember(List.of(match), List.of(new Verdict(RULE, false, 0, 3_000_000, 2_000_000)));

        nanos.addAndGet(1_500_000_000L);
        assertThat(refusals.of(List.of(match))).containsExactly(new Verdict(RULE, false, 0, 1_500_000, 500_000));

        nanos.addAndGet(500_000_000L);
        assertThat(refusals.of(List.of(match))).isEmpty();
    }

    @Test
    void anAdmissionIsNotRemembered() {
        refusals.remember(List.of(match), List.of(new Verdict(RULE, true, 4, 60_000_000, 0)));

        assertThat(refusals.of(List.of(match))).isEmpty();
    }

    @Test
    void anotherSubjectIsNotConcerned() {
        refusals.remember(List.of(match), List.of(new Verdict(RULE, false, 0, 3_000_000, 2_000_000)));

        assertThat(refusals.of(List.of(new Match(RULE, "someone else")))).isEmpty();
    }

    @Test
    void whatMayBeGivenBackIsHeldForASecondOnly() {
        var rule = new Rule("login", Algorithm.WINDOW, 5, 60_000_000, 5, 0, false, Set.of(401), OnRedisFailure.LOCAL);
        var asked = new Match(rule, "someone");
        refusals.remember(List.of(asked), List.of(new Verdict(rule, false, 0, 60_000_000, 60_000_000)));

        nanos.addAndGet(999_000_000L);
        assertThat(refusals.of(List.of(asked))).extracting(Verdict::retryMicros).containsExactly(59_001_000L);
        nanos.addAndGet(1_000_000L);
        assertThat(refusals.of(List.of(asked))).isEmpty();

        refusals.remember(List.of(asked), List.of(new Verdict(rule, false, true, 0, 60_000_000, 60_000_000)));
        nanos.addAndGet(59_999_000_000L);
        assertThat(refusals.of(List.of(asked))).hasSize(1);
    }

    @Test
    void whatCostsLessMayStillFit() {
        var dear = new Match(RULE, "someone", 3);
        refusals.remember(List.of(dear), List.of(new Verdict(RULE, false, 2, 3_000_000, 2_000_000)));

        assertThat(refusals.of(List.of(dear))).hasSize(1);
        assertThat(refusals.of(List.of(match))).isEmpty();
    }

    @Test
    void aShadowIsNeverHeldAgainstAnybody() {
        var rule = new Rule("try", Algorithm.WINDOW, 5, 60_000_000, 5, 0, true, Set.of(), OnRedisFailure.LOCAL);
        var asked = new Match(rule, "someone");
        refusals.remember(List.of(asked), List.of(new Verdict(rule, false, 0, 3_000_000, 2_000_000)));

        assertThat(refusals.of(List.of(asked))).isEmpty();
    }
}
