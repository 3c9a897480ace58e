package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

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
            if (decide(match, now).allowed()) {
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

        long retry = decide(match, 150).retryMicros();

        assertThat(decide(match, 150 + retry - 1).allowed()).isFalse();
        assertThat(decide(match, 150 + retry).allowed()).isTrue();
    }

    @Test
    void aRefusalByOneLimitSpendsNothingFromTheOthers() {
        Match narrow = match("narrow", Algorithm.WINDOW, 1);
        Match wide = match("wide", Algorithm.SLIDING, 10);
        limiter.decide(List.of(narrow, wide), 0);

        var refused = limiter.decide(List.of(narrow, wide), 10).verdicts();

        assertThat(refused.get(0).allowed()).isFalse();
        assertThat(refused.get(1).remaining()).isEqualTo(9);
        assertThat(admitted(wide, 10, 20)).isEqualTo(9);
    }

    @Test
    void aBurstIsItsOwnAndThePaceStays() {
        Match match = match(new Rule("a", Algorithm.GCRA, 10, WINDOW, 3, 0, false, Set.of(), OnRedisFailure.LOCAL));

        assertThat(admitted(match, 0, 9)).isEqualTo(3);
        assertThat(admitted(match, 99, 1)).isZero();
        assertThat(admitted(match, 100, 2)).isEqualTo(1);
        assertThat(admitted(match, 1_000, 9)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestCountsForWhatItCosts(Algorithm algorithm) {
        Match cheap = match("a", algorithm, 5);
        Match dear = new Match(cheap.rule(), cheap.subject(), 3);

        assertThat(decide(dear, 0).remaining()).isEqualTo(2);
        assertThat(decide(dear, 0).allowed()).isFalse();
        assertThat(admitted(cheap, 0, 9)).isEqualTo(2);
    }

    /** As zenbali wants it: more than five in an hour, and an hour from then on there is nothing. */
    @Test
    void whoeverExceedsALimitThatBlocksIsBlockedFromThenOn() {
        Match match = match(blocking(WINDOW));
        admitted(match, 0, 5);

        Verdict exceeded = decide(match, 900);
        assertThat(exceeded.blocked()).isTrue();
        assertThat(exceeded.retryMicros()).isEqualTo(WINDOW);
        Verdict again = decide(match, 1_500);
        assertThat(again.blocked()).isTrue();
        assertThat(again.retryMicros()).isEqualTo(400);
        assertThat(decide(match, 1_900).allowed()).isTrue();
    }

    @Test
    void aBlockThatIsShorterThanTheWaitLastsAsLongAsTheWait() {
        Match match = match(blocking(10));
        admitted(match, 0, 5);

        assertThat(decide(match, 100).retryMicros()).isEqualTo(900);
        assertThat(decide(match, 999).allowed()).isFalse();
        assertThat(decide(match, 1_000).allowed()).isTrue();
    }

    @Test
    void aShadowRefusesNobodyAndDecidesAsIfItDid() {
        Match shadow =
                match(new Rule("shadow", Algorithm.WINDOW, 2, WINDOW, 2, 0, true, Set.of(), OnRedisFailure.LOCAL));
        Match real = match("real", Algorithm.WINDOW, 3);

        List<List<Boolean>> said = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            said.add(limiter.decide(List.of(shadow, real), i).verdicts().stream()
                    .map(Verdict::allowed)
                    .toList());
        }

        assertThat(said)
                .containsExactly(List.of(true, true), List.of(true, true), List.of(false, true), List.of(false, false));
    }

    @Test
    void whatAnEnforcedLimitRefusesCostsAShadowNothing() {
        Match shadow =
                match(new Rule("shadow", Algorithm.WINDOW, 9, WINDOW, 9, 0, true, Set.of(), OnRedisFailure.LOCAL));
        Match real = match("real", Algorithm.WINDOW, 1);
        limiter.decide(List.of(shadow, real), 0);

        assertThat(limiter.decide(List.of(shadow, real), 1).verdicts().get(0).remaining())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGivenBackCanBeSpentOnceMore(Algorithm algorithm) {
        Match match = match("a", algorithm, 5);
        admitted(match, 0, 4);
        Spent last = limiter.decide(List.of(match), 0).spent().get(0);

        limiter.giveBack(last, 0);

        assertThat(admitted(match, 0, 9)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasRunOutIsNotGivenBackToWhatCameAfterIt(Algorithm algorithm) {
        Match match = match("a", algorithm, 5);
        Spent old = limiter.decide(List.of(match), 0).spent().get(0);
        assertThat(admitted(match, 3 * WINDOW, 9)).isEqualTo(5);

        limiter.giveBack(old, 3 * WINDOW);

        assertThat(admitted(match, 3 * WINDOW, 9)).isZero();
    }

    /**
     * The requests that stayed counted, seen alone, must be such as a limit that gives nothing back would have admitted:
     * then giving back has made nothing up.
     */
    @ParameterizedTest
    @EnumSource(names = {"SLIDING", "GCRA"})
    void givingBackNeverAdmitsWhatTheOthersAloneWouldNot(Algorithm algorithm) {
        for (int seed = 0; seed < 1_000; seed++) {
            var strict = new LocalLimiter();
            for (Admitted admitted : keptOfMany(algorithm, seed)) {
                assertThat(strict.decide(List.of(admitted.spent.match()), admitted.at)
                                .spent())
                        .as("seed %d at %d", seed, admitted.at)
                        .isNotEmpty();
            }
        }
    }

    /** Where a fixed window begins is up to whoever came first, given back or not; what it holds is the limit at most. */
    @Test
    void noWindowHoldsMoreThanTheLimitHoweverMuchIsGivenBack() {
        for (int seed = 0; seed < 1_000; seed++) {
            Map<String, Integer> windows = new HashMap<>();
            List<Admitted> kept = keptOfMany(Algorithm.WINDOW, seed);
            kept.forEach(admitted -> windows.merge(
                    admitted.spent.receipt(), admitted.spent.match().cost(), Integer::sum));
            int limit = kept.isEmpty() ? 0 : kept.get(0).spent.match().rule().limit();

            assertThat(windows.values()).allMatch(count -> count <= limit);
        }
    }

    private record Admitted(Spent spent, long at) {}

    /** A random history of requests of random cost, of which some are given back sooner or later; the others are told. */
    private static List<Admitted> keptOfMany(Algorithm algorithm, int seed) {
        Random random = new Random(seed);
        var limiter = new LocalLimiter();
        Rule rule = match("a", algorithm, 1 + random.nextInt(6)).rule();
        List<Admitted> open = new ArrayList<>();
        List<Admitted> kept = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 200; i++) {
            now += random.nextInt(5) == 0 ? random.nextInt(800) : random.nextInt(30);
            Match asked = new Match(rule, "someone", 1 + random.nextInt(rule.limit()));
            for (Spent spent : limiter.decide(List.of(asked), now).spent()) {
                Admitted admitted = new Admitted(spent, now);
                (random.nextBoolean() ? open : kept).add(admitted);
            }
            if (!open.isEmpty() && random.nextBoolean()) {
                limiter.giveBack(open.remove(random.nextInt(open.size())).spent, now);
            }
        }
        kept.addAll(open);
        kept.sort(Comparator.comparingLong(Admitted::at));
        return kept;
    }

    private Verdict decide(Match match, long now) {
        return limiter.decide(List.of(match), now).verdicts().get(0);
    }

    private int admitted(Match match, long now, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += decide(match, now).allowed() ? 1 : 0;
        }
        return admitted;
    }

    private static Rule blocking(long block) {
        return new Rule("login", Algorithm.WINDOW, 5, WINDOW, 5, block, false, Set.of(), OnRedisFailure.LOCAL);
    }

    private static Match match(Rule rule) {
        return new Match(rule, "someone");
    }

    private static Match match(String name, Algorithm algorithm, int limit) {
        return match(new Rule(name, algorithm, limit, WINDOW, OnRedisFailure.LOCAL));
    }
}
