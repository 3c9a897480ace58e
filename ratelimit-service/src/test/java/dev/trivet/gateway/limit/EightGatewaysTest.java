package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** As many limiters as eight gateways have, each on an event loop and a connection of its own, at the same limits at once. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class EightGatewaysTest {

    private static final int GATEWAYS = 8;
    private static final int REQUESTS = 60;
    private static final long HOUR = TimeUnit.HOURS.toMicros(1);

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

    private final String someone = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource
    void neverGetOneTooMany(Algorithm algorithm) throws Exception {
        Match match = match("hot", algorithm, 50, someone);

        List<Decision> decisions = all(false, random -> List.of(match));

        assertThat(decisions).filteredOn(Decision::allowed).hasSize(50);
    }

    @ParameterizedTest
    @EnumSource
    void neverGetOneTooManyWhateverTheyCost(Algorithm algorithm) throws Exception {
        Rule rule = new Rule("dear", algorithm, 100, HOUR, 40, 0, false, Set.of(), OnRedisFailure.LOCAL);

        List<Decision> decisions = all(false, random -> List.of(new Match(rule, someone, 1 + random.nextInt(3))));

        int spent = decisions.stream()
                .flatMap(decision -> decision.spent().stream())
                .mapToInt(one -> one.match().cost())
                .sum();
        assertThat(spent).isEqualTo(rule.capacity());
    }

    /** Limits by address and by user lie apart on a cluster; the plain Redis here does not mind being asked apart. */
    @ParameterizedTest
    @EnumSource(names = {"WINDOW", "SLIDING"})
    void spendAsIfAtOnceWhatLiesApart(Algorithm algorithm) throws Exception {
        Function<Integer, Match> byUser = user -> match("user", algorithm, 7, someone + user);
        Match byAddress = match("address", algorithm, 30, someone);

        List<Decision> decisions = all(true, random -> List.of(byAddress, byUser.apply(random.nextInt(6))));

        List<Decision> allowed = decisions.stream().filter(Decision::allowed).toList();
        assertThat(allowed).hasSizeLessThanOrEqualTo(30);
        assertThat(decisions)
                .filteredOn(decision -> !decision.allowed())
                .allSatisfy(refused -> assertThat(refused.spent()).isEmpty());
        // What was refused is given back behind the answer.
        Limiter limiter = limiter(true);
        await().untilAsserted(() -> {
            assertThat(remaining(limiter, byAddress)).isEqualTo(30 - allowed.size());
            for (int user = 0; user < 6; user++) {
                Match match = byUser.apply(user);
                long admitted = allowed.stream()
                        .filter(decision -> decision.spent().stream()
                                .anyMatch(one -> one.match().equals(match)))
                        .count();
                assertThat(remaining(limiter, match)).isEqualTo(7 - (int) admitted);
            }
        });
    }

    /** An even stream gives back what it can be sure of; more than the limit it never admits. */
    @Test
    void neverMakeUpRoomInAnEvenStreamThatLiesApart() throws Exception {
        Match byAddress = match("address", Algorithm.GCRA, 30, someone);

        List<Decision> decisions =
                all(true, random -> List.of(byAddress, match("user", Algorithm.GCRA, 7, someone + random.nextInt(6))));

        List<Decision> allowed = decisions.stream().filter(Decision::allowed).toList();
        Limiter limiter = limiter(true);
        assertThat(allowed).hasSizeLessThanOrEqualTo(30);
        assertThat(remaining(limiter, byAddress)).isLessThanOrEqualTo(30 - allowed.size());
    }

    @ParameterizedTest
    @EnumSource
    void whatARefusalHasSpentElsewhereComesBack(Algorithm algorithm) throws Exception {
        Match wide = match("wide", algorithm, 10, someone + "wide");
        Match narrow = match("narrow", algorithm, 1, someone + "narrow");
        Limiter limiter = limiter(true);
        get(limiter.decide(List.of(wide, narrow)));

        Decision refused = get(limiter.decide(List.of(wide, narrow)));

        assertThat(refused.violated()).containsExactly("narrow");
        assertThat(refused.verdicts().get(0).remaining()).isEqualTo(9);
        await().untilAsserted(() -> assertThat(remaining(limiter, wide)).isEqualTo(9));
    }

    private List<Decision> all(boolean apart, Function<Random, List<Match>> requests) throws Exception {
        List<Future<List<Decision>>> gateways = IntStream.range(0, GATEWAYS)
                .mapToObj(i -> onItsOwnLoop(() -> many(limiter(apart), new Random(i), requests)))
                .toList();
        List<Decision> decisions = new ArrayList<>();
        for (Future<List<Decision>> gateway : gateways) {
            decisions.addAll(get(gateway));
        }
        assertThat(decisions).hasSize(GATEWAYS * REQUESTS);
        return decisions;
    }

    /** All requests at once: what is asked for while others are under way is what goes wrong elsewhere. */
    private static Future<List<Decision>> many(Limiter limiter, Random random, Function<Random, List<Match>> requests) {
        List<Future<Decision>> decisions = IntStream.range(0, REQUESTS)
                .mapToObj(i -> limiter.decide(requests.apply(random)))
                .toList();
        return Future.all(decisions)
                .map(done -> decisions.stream().map(Future::result).toList());
    }

    private <T> Future<T> onItsOwnLoop(Supplier<Future<T>> work) {
        Context loop = ((VertxInternal) vertx).createEventLoopContext();
        Promise<T> promise = Promise.promise();
        loop.runOnContext(now -> work.get().onComplete(promise));
        return promise.future();
    }

    private Limiter limiter(boolean apart) {
        return new Limiter(new RedisLimiter(redis, keys, credential), 1, apart, metrics);
    }

    private static int remaining(Limiter limiter, Match match) throws Exception {
        return get(limiter.look(List.of(match))).get(0).remaining();
    }

    private static Match match(String name, Algorithm algorithm, int limit, String subject) {
        return new Match(new Rule(name, algorithm, limit, HOUR, OnRedisFailure.LOCAL), subject);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
