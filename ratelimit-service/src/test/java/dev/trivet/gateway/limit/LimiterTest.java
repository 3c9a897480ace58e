package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.RedisServer;
import dev.trivet.servers.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What the limiter makes of Redis' answers, and of none. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class LimiterTest {

    private static final long HOUR = TimeUnit.HOURS.toMicros(1);

    RedisServer server;

    @Inject
    Vertx vertx;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    @Inject
    ServiceCredential credential;

    @Inject
    LimitMetrics metrics;

    @Inject
    MeterRegistry meters;

    private final String someone = UUID.randomUUID().toString();

    @Test
    void aRememberedRefusalCostsRedisNothing() throws Exception {
        Limiter limiter = limiter();
        Match match = match("flooded", OnRedisFailure.LOCAL, Set.of());
        for (int i = 0; i < 6; i++) {
            get(limiter.decide(List.of(match)));
        }
        long before = scripts();

        for (int i = 0; i < 1_000; i++) {
            assertThat(get(limiter.decide(List.of(match))).allowed()).isFalse();
        }

        // The limiter's own health may ask in between.
        assertThat(scripts() - before).isLessThan(100);
        assertThat(outcome("flooded", "remembered")).isGreaterThanOrEqualTo(1_000);
        assertThat(outcome("flooded", "allowed")).isEqualTo(5);
        assertThat(outcome("flooded", "refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void withoutRedisEachLimitDoesAsItSays(OnRedisFailure choice) throws Exception {
        Limiter limiter = limiterWithoutRedis(2);
        Match match = match("away-" + choice, choice, Set.of());

        List<Decision> decisions = List.of(
                get(limiter.decide(List.of(match))),
                get(limiter.decide(List.of(match))),
                get(limiter.decide(List.of(match))));

        switch (choice) {
            case OPEN -> assertThat(decisions).allMatch(Decision::allowed);
            case CLOSED -> assertThat(decisions).allMatch(Decision::unavailable);
            // Five among two gateways.
            case LOCAL -> assertThat(decisions).extracting(Decision::allowed).containsExactly(true, true, false);
        }
    }

    /** Whoever makes Redis late by flooding it must not have everything before him again. */
    @Test
    void whenRedisIsLateAClientGoesOnFromWhereHeStood() throws Exception {
        Limiter limiter = limiter();
        Match match = match("late", OnRedisFailure.LOCAL, Set.of());
        int admitted = 0;
        for (int i = 0; i < 3; i++) {
            admitted += get(limiter.decide(List.of(match))).allowed() ? 1 : 0;
        }
        server.pause();
        try {
            for (int i = 0; i < 10; i++) {
                admitted += get(limiter.decide(List.of(match))).allowed() ? 1 : 0;
            }
        } finally {
            server.resume();
        }

        assertThat(admitted).isEqualTo(5);
        Limiter again = limiter();
        Match other = match("again", OnRedisFailure.CLOSED, Set.of());
        await().until(() -> !get(again.decide(List.of(other))).unavailable());
    }

    @Test
    void oneClosedLimitRefusesAndOthersGoOn() throws Exception {
        Limiter limiter = limiterWithoutRedis(1);
        Match closed = match("closed", OnRedisFailure.CLOSED, Set.of());
        Match local = match("local", OnRedisFailure.LOCAL, Set.of());

        assertThat(get(limiter.decide(List.of(local, closed))).unavailable()).isTrue();
        Decision alone = get(limiter.decide(List.of(local)));

        assertThat(alone.allowed()).isTrue();
        assertThat(alone.verdicts().get(0).remaining()).isEqualTo(4);
    }

    @Test
    void aShadowThatIsClosedRefusesNobody() throws Exception {
        Rule rule = new Rule("try", Algorithm.WINDOW, 1, HOUR, 1, 0, true, Set.of(), OnRedisFailure.CLOSED);

        assertThat(get(limiterWithoutRedis(1).decide(List.of(new Match(rule, someone))))
                        .allowed())
                .isTrue();
    }

    @Test
    void aShadowIsCountedAndSaysNothing() throws Exception {
        Limiter limiter = limiter();
        Rule rule = new Rule("shade", Algorithm.WINDOW, 2, HOUR, 2, 0, true, Set.of(), OnRedisFailure.LOCAL);

        for (int i = 0; i < 5; i++) {
            Decision decision = get(limiter.decide(List.of(new Match(rule, someone))));
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.verdicts()).isEmpty();
        }

        assertThat(outcome("shade", "allowed")).isEqualTo(2);
        assertThat(outcome("shade", "shadowed")).isEqualTo(3);
    }

    @Test
    void onlyAnswersThatCountStayCounted() throws Exception {
        Limiter limiter = limiter();
        Match match = match("failed-sign-ins", OnRedisFailure.LOCAL, Set.of(401));

        for (int i = 0; i < 20; i++) {
            Decision decision = get(limiter.decide(List.of(match)));
            assertThat(decision.allowed()).isTrue();
            limiter.answered(decision, 200);
        }
        for (int i = 0; i < 5; i++) {
            Decision decision = get(limiter.decide(List.of(match)));
            assertThat(decision.allowed()).isTrue();
            limiter.answered(decision, 401);
        }

        assertThat(get(limiter.decide(List.of(match))).allowed()).isFalse();
    }

    @Test
    void whatDoesNotCountIsGivenBackWithoutRedisToo() throws Exception {
        Limiter limiter = limiterWithoutRedis(1);
        Match match = match("failed-locally", OnRedisFailure.LOCAL, Set.of(401));

        for (int i = 0; i < 20; i++) {
            Decision decision = get(limiter.decide(List.of(match)));
            assertThat(decision.allowed()).isTrue();
            limiter.answered(decision, 200);
        }
    }

    /** The same with a clock and a Redis that are real. */
    @ParameterizedTest
    @EnumSource
    void whoeverWaitsAsToldIsAdmitted(Algorithm algorithm) throws Exception {
        Limiter limiter = limiter();
        Rule rule = new Rule("brief", algorithm, 3, 900_000, 3, 0, false, Set.of(), OnRedisFailure.LOCAL);
        List<Match> matches = List.of(new Match(rule, someone));

        for (int round = 0; round < 2; round++) {
            Decision decision = get(limiter.decide(matches));
            for (int i = 0; i < 50 && decision.allowed(); i++) {
                decision = get(limiter.decide(matches));
            }
            assertThat(decision.allowed()).isFalse();
            Promise<Decision> later = Promise.promise();
            vertx.setTimer(decision.retryAfterSeconds() * 1_000, now -> limiter.decide(matches)
                    .onComplete(later));
            assertThat(get(later.future()).allowed()).isTrue();
        }
    }

    private Limiter limiter() {
        return new Limiter(new RedisLimiter(redis, keys, credential), 1, false, metrics);
    }

    private Limiter limiterWithoutRedis(int gateways) {
        var away = new RedisLimiter(redis, keys, credential) {
            @Override
            Future<Ruling> decide(List<Match> matches) {
                return Future.failedFuture("away");
            }
        };
        return new Limiter(away, gateways, false, metrics);
    }

    private Match match(String name, OnRedisFailure failure, Set<Integer> counts) {
        return new Match(new Rule(name, Algorithm.WINDOW, 5, HOUR, 5, 0, false, counts, failure), someone);
    }

    private double outcome(String limit, String outcome) {
        return meters.counter("trivet.limits", "limit", limit, "outcome", outcome)
                .count();
    }

    private long scripts() {
        try (Jedis admin = server.connect()) {
            return admin.info("commandstats")
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_eval"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(','))))
                    .sum();
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
