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
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

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

    /** Windows of a few milliseconds pass while the calls go on, so every edge is met many times over. */
    @Test
    void decidesAsThePlainReadingDoes() throws Exception {
        var model = new LocalLimiter();
        Random random = new Random(11);
        List<Match> all = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            for (int limit : new int[] {1, 3, 7}) {
                all.add(match(algorithm + "-" + limit, algorithm, limit, 1_500L * limit + 1));
            }
        }

        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            List<Match> some =
                    all.stream().filter(match -> random.nextInt(4) == 0).toList();
            if (some.isEmpty()) {
                continue;
            }
            Ruling ruling = decide(some);
            assertThat(ruling.verdicts()).isEqualTo(model.decide(some, ruling.nowMicros()));
            refused += ruling.verdicts().stream().allMatch(Verdict::allowed) ? 0 : 1;
        }

        assertThat(refused).isBetween(100, 3_900);
    }

    @ParameterizedTest
    @EnumSource
    void manyAtOnceNeverGetOneTooMany(Algorithm algorithm) throws Exception {
        Match match = match("hot", algorithm, 50, TimeUnit.HOURS.toMicros(1));
        Callable<Integer> caller = () -> {
            int admitted = 0;
            for (int i = 0; i < 40; i++) {
                admitted += decide(List.of(match)).verdicts().get(0).allowed() ? 1 : 0;
            }
            return admitted;
        };

        var threads = Executors.newFixedThreadPool(8);
        int admitted = 0;
        for (Future<Integer> each :
                threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> caller).toList())) {
            admitted += each.get();
        }
        threads.shutdown();

        assertThat(admitted).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource
    void everyCounterGoesAwayByItself(Algorithm algorithm) throws Exception {
        Match match = match("kept", algorithm, 3, 60_000_000);
        decide(List.of(match));

        long life = get(redis.send(Request.cmd(Command.PTTL).arg(limiter.key(match))))
                .toLong();

        assertThat(life).isBetween(1L, 60_001L);
    }

    @Test
    void aForgottenScriptIsSentAgain() throws Exception {
        Match match = match("script", Algorithm.GCRA, 3, 60_000_000);
        decide(List.of(match));
        get(redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

        assertThat(decide(List.of(match)).verdicts().get(0).remaining()).isEqualTo(1);
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
