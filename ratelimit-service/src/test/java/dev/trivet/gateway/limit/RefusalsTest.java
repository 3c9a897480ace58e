package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class RefusalsTest {

    private static final Rule RULE = new Rule("api", Algorithm.WINDOW, 5, 60_000_000, OnRedisFailure.LOCAL);

    private final AtomicLong nanos = new AtomicLong(1);
    private final Refusals refusals = new Refusals(nanos::get);
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
}
