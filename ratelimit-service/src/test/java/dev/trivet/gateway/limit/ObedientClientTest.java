package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that waits as long as it is told is not refused a second time, and one that does not is not told otherwise. */
class ObedientClientTest {

    private static final long SECOND = 1_000_000;
    private static final int CONFIGURATIONS = 5_000;

    @Test
    void isNeverRefusedTwice() {
        int refusals = 0;
        for (int seed = 0; seed < CONFIGURATIONS; seed++) {
            refusals += play(seed);
        }

        assertThat(refusals).isGreaterThan(CONFIGURATIONS);
    }

    /** Plays one client under random limits, and tells how often it was refused. */
    private static int play(int seed) {
        Random random = new Random(seed);
        var limiter = new LocalLimiter();
        AtomicLong micros = new AtomicLong(1);
        var refusals = new Refusals(() -> TimeUnit.MICROSECONDS.toNanos(micros.get()), false);
        List<Rule> rules = rules(random);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            List<Match> request = request(random, rules);
            Decision decision = decide(limiter, refusals, request, micros.get());
            if (!decision.allowed()) {
                refused++;
                impatient(random, limiter, refusals, request, decision, micros);
                assertThat(decide(limiter, refusals, request, micros.get()).violated())
                        .as("seed %d, request %d", seed, i)
                        .isEmpty();
            }
            micros.addAndGet(random.nextInt(4) == 0 ? random.nextLong(3 * SECOND) : random.nextLong(1_000));
        }
        return refused;
    }

    /** Waits as told, and now and then asks in between, which must not prolong the wait. */
    private static void impatient(
            Random random,
            LocalLimiter limiter,
            Refusals refusals,
            List<Match> request,
            Decision decision,
            AtomicLong micros) {
        long end = micros.get() + decision.retryAfterSeconds() * SECOND;
        if (random.nextBoolean()) {
            micros.addAndGet(random.nextLong(decision.retryAfterSeconds() * SECOND));
            Decision early = decide(limiter, refusals, request, micros.get());
            assertThat(early.allowed() || micros.get() + early.retryAfterSeconds() * SECOND < end + SECOND)
                    .isTrue();
            if (early.allowed()) {
                end = micros.get() + 3_600 * SECOND;
            }
        }
        micros.set(end);
    }

    private static Decision decide(LocalLimiter limiter, Refusals refusals, List<Match> request, long now) {
        List<Verdict> held = refusals.of(request);
        if (!held.isEmpty()) {
            return Decision.of(held);
        }
        LocalLimiter.Outcome outcome = limiter.decide(request, now);
        refusals.remember(request, outcome.verdicts());
        return Decision.of(outcome.verdicts(), outcome.spent());
    }

    private static List<Rule> rules(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            Algorithm algorithm = Algorithm.values()[random.nextInt(3)];
            int limit = 1 + random.nextInt(12);
            rules.add(new Rule(
                    "limit" + i,
                    algorithm,
                    limit,
                    SECOND * (1 + random.nextInt(120)) + random.nextInt(3),
                    algorithm == Algorithm.GCRA ? 1 + random.nextInt(12) : limit,
                    random.nextInt(3) == 0 ? SECOND * (1 + random.nextInt(300)) : 0,
                    random.nextInt(5) == 0,
                    Set.of(),
                    OnRedisFailure.LOCAL));
        }
        return rules;
    }

    private static List<Match> request(Random random, List<Rule> rules) {
        return rules.stream()
                .map(rule ->
                        new Match(rule, "someone", random.nextInt(4) == 0 ? 1 + random.nextInt(rule.capacity()) : 1))
                .toList();
    }
}
