package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.gateway.limit.RedisLimiter.Ruling;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The Lua script on a real Redis. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class RedisLimiterTest {

    @Inject
    RedisLimiter limiter;

    @Inject
    RedisLinks redis;

    private final String someone = UUID.randomUUID().toString();

    /**
     * Windows of a few milliseconds pass while the calls go on, so every edge is met many times over: limits of all kinds
     * together, requests that cost more, looks that count nothing, and what is given back.
     */
    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13})
    void decidesAsThePlainReadingDoes(int seed) throws Exception {
        var model = new LocalLimiter();
        Random random = new Random(seed);
        List<Rule> rules = rules(random);
        List<Spent> shared = new ArrayList<>();
        List<Spent> modelled = new ArrayList<>();

        int refused = 0;
        int blocked = 0;
        for (int i = 0; i < 2_500; i++) {
            List<Match> some = rules.stream()
                    .filter(rule -> random.nextInt(4) == 0)
                    .map(rule -> new Match(rule, someone + random.nextInt(2), cost(random, rule)))
                    .toList();
            Ruling ruling = decide(some);
            LocalLimiter.Outcome outcome = model.decide(some, ruling.nowMicros());
            assertThat(ruling.verdicts()).isEqualTo(outcome.verdicts());
            assertThat(ruling.spent()).extracting(Spent::match).isEqualTo(matches(outcome.spent()));
            shared.addAll(ruling.spent());
            modelled.addAll(outcome.spent());
            if (!shared.isEmpty() && random.nextInt(3) == 0) {
                int which = random.nextInt(shared.size());
                long now = get(limiter.giveBack(List.of(shared.remove(which))));
                model.giveBack(modelled.remove(which), now);
            }
            if (i % 50 == 0) {
                everyStateGoesAwayByItself();
            }
            refused += ruling.verdicts().stream().allMatch(Verdict::allowed) ? 0 : 1;
            blocked += ruling.verdicts().stream().anyMatch(Verdict::blocked) ? 1 : 0;
        }

        assertThat(refused).isBetween(100, 2_400);
        assertThat(blocked).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aStateStaysAsLongAsItMattersAndNoLonger(Algorithm algorithm) throws Exception {
        Rule rule = new Rule("kept", algorithm, 3, 60_000_000, 3, 90_000_000, false, Set.of(), OnRedisFailure.LOCAL);
        Match match = new Match(rule, someone, 3);
        decide(List.of(match));
        decide(List.of(match));

        assertThat(life(limiter.key(match))).isBetween(50_000L, 60_001L);
        assertThat(life(limiter.blockKey(match))).isBetween(80_000L, 90_001L);
    }

    private long life(String key) throws Exception {
        return get(redis.send(Request.cmd(Command.PTTL).arg(key))).toLong();
    }

    @Test
    void aFlushedRedisBeginsAnew() throws Exception {
        Match match = match("flushed", Algorithm.SLIDING, 3, 60_000_000);
        List<Spent> spent = decide(List.of(match)).spent();
        get(redis.send(Request.cmd(Command.FLUSHALL)));

        assertThat(decide(List.of(match)).verdicts().get(0).remaining()).isEqualTo(2);
        get(limiter.giveBack(spent));
        assertThat(decide(List.of(match)).verdicts().get(0).remaining()).isEqualTo(1);
    }

    @Test
    void aForgottenScriptIsSentAgain() throws Exception {
        Match match = match("script", Algorithm.GCRA, 3, 60_000_000);
        decide(List.of(match));
        get(redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

        assertThat(decide(List.of(match)).verdicts().get(0).remaining()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aLookCountsNothing(Algorithm algorithm) throws Exception {
        Match match = match("looked-at", algorithm, 3, 60_000_000);
        decide(List.of(match));

        for (int i = 0; i < 5; i++) {
            Verdict verdict = get(limiter.look(List.of(match))).verdicts().get(0);
            assertThat(verdict.allowed()).isTrue();
            assertThat(verdict.remaining()).isEqualTo(2);
        }
    }

    /**
     * A limit keeps its name and gets another algorithm, here sooner and there later: neither misreads or overwrites what the
     * other has stored.
     */
    @Test
    void anotherAlgorithmUnderTheSameNameHasAStateOfItsOwn() throws Exception {
        for (int remaining : new int[] {2, 1}) {
            for (Algorithm algorithm : Algorithm.values()) {
                Verdict verdict = decide(List.of(match("same", algorithm, 3, 60_000_000)))
                        .verdicts()
                        .get(0);
                assertThat(verdict.remaining()).isEqualTo(remaining);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WINDOW", "SLIDING"})
    void aLimitThatChangesKeepsItsCount(Algorithm algorithm) throws Exception {
        spendFiveOfTen(algorithm);

        Verdict lowered = changed(algorithm, 3);
        assertThat(lowered.allowed()).isFalse();
        assertThat(lowered.remaining()).isZero();
        assertThat(lowered.retryMicros()).isBetween(1L, 60_000_000L);
        assertThat(changed(algorithm, 20).remaining()).isEqualTo(14);
    }

    /** Half of ten in a minute is half of four. */
    @Test
    void anEvenStreamThatChangesKeepsItsShare() throws Exception {
        spendFiveOfTen(Algorithm.GCRA);

        Verdict lowered = changed(Algorithm.GCRA, 4);
        assertThat(lowered.allowed()).isTrue();
        assertThat(lowered.remaining()).isEqualTo(1);
    }

    private void spendFiveOfTen(Algorithm algorithm) throws Exception {
        for (int i = 0; i < 5; i++) {
            decide(List.of(match("changed", algorithm, 10, 60_000_000)));
        }
    }

    private Verdict changed(Algorithm algorithm, int limit) throws Exception {
        return decide(List.of(match("changed", algorithm, limit, 60_000_000)))
                .verdicts()
                .get(0);
    }

    /** Somebody else's value, and a state from a clock that was a year ahead, must not refuse anybody for ever. */
    @ParameterizedTest
    @EnumSource
    void whatMakesNoSenseIsTakenForNothing(Algorithm algorithm) throws Exception {
        long ahead = (System.currentTimeMillis() + TimeUnit.DAYS.toMillis(365)) * 1_000;
        Rule rule = new Rule("odd", algorithm, 3, 60_000_000, 3, 60_000_000, false, Set.of(), OnRedisFailure.LOCAL);
        int subjects = 0;
        for (String text : List.of("", "x", "nan", "-1:-1:-1", ahead + ":3", ahead + ":0:" + ahead, ahead + "")) {
            Match match = new Match(rule, someone + subjects++);
            command(Command.SET, limiter.key(match), text);
            command(Command.SET, limiter.blockKey(match), text);
            assertFresh(match);
        }
        Match ofAnotherKind = new Match(rule, someone + subjects++);
        command(Command.HSET, limiter.key(ofAnotherKind), "a", "b");
        command(Command.LPUSH, limiter.blockKey(ofAnotherKind), "a");
        assertFresh(ofAnotherKind);
        Match fromTheFuture = new Match(rule, someone + subjects);
        for (int i = 0; i < 3; i++) {
            command(Command.ZADD, limiter.key(fromTheFuture), ahead + i + "", "m" + i);
        }
        assertFresh(fromTheFuture);
    }

    private void assertFresh(Match match) throws Exception {
        for (int i = 2; i >= 0; i--) {
            Verdict verdict = decide(List.of(match)).verdicts().get(0);
            assertThat(verdict.allowed()).isTrue();
            assertThat(verdict.remaining()).isEqualTo(i);
        }
        assertThat(decide(List.of(match)).verdicts().get(0).allowed()).isFalse();
    }

    private void command(Command command, String... args) throws Exception {
        Request request = Request.cmd(command);
        for (String arg : args) {
            request.arg(arg);
        }
        get(redis.send(request));
    }

    /** One of each kind and size, some with bursts, blocks, as shadows. */
    private static List<Rule> rules(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            for (int limit : new int[] {1, 3, 7}) {
                rules.add(new Rule(
                        algorithm.name() + limit,
                        algorithm,
                        limit,
                        1_500L * limit + 1,
                        algorithm == Algorithm.GCRA ? 1 + random.nextInt(9) : limit,
                        rules.size() % 3 == 1 ? 1_000 + random.nextInt(9_000) : 0,
                        random.nextInt(3) == 0,
                        Set.of(),
                        OnRedisFailure.LOCAL));
            }
        }
        return rules;
    }

    private static int cost(Random random, Rule rule) {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(rule.capacity()) : 1;
    }

    private static List<Match> matches(List<Spent> spent) {
        return spent.stream().map(Spent::match).toList();
    }

    /** After whatever was done, nothing stays in Redis for ever: whoever wrote a state without its time blocks for good. */
    private void everyStateGoesAwayByItself() throws Exception {
        for (Response key : get(redis.send(Request.cmd(Command.KEYS).arg("*rl:{*")))) {
            // -2 for one that has gone away since.
            assertThat(get(redis.send(Request.cmd(Command.PTTL).arg(key.toString())))
                            .toLong())
                    .as(key.toString())
                    .isNotEqualTo(-1);
        }
    }

    private Ruling decide(List<Match> matches) throws Exception {
        return get(limiter.decide(matches));
    }

    private Match match(String name, Algorithm algorithm, int limit, long window) {
        return new Match(new Rule(name, algorithm, limit, window, OnRedisFailure.LOCAL), someone);
    }

    private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
