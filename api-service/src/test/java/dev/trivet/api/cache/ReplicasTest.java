package dev.trivet.api.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trivet.api.cache.Rendered.Source;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.cache.Cache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Two replicas' caches on one real Redis, with loaders that the test holds in its hand. Neither remembers in memory. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class ReplicasTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final CacheTimes LONG = CacheTimes.of(Duration.ofMinutes(5));

    @Inject
    Vertx vertx;

    @Inject
    RedisTier tier;

    @Inject
    Invalidation invalidation;

    @Inject
    CacheMetrics metrics;

    @Inject
    CacheConfig config;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    private final String name = UUID.randomUUID().toString();
    private Cache one;
    private Cache other;

    private record Key(String name, CacheTimes times, List<String> guards, boolean isEndless) implements CacheKey {

        @Override
        public String type() {
            return "replicated";
        }

        @Override
        public List<String> tags() {
            return List.of("replicated:" + name);
        }
    }

    @BeforeEach
    void startReplicas() {
        await().until(invalidation::isCaughtUp);
        one = replica(config);
        other = replica(config);
    }

    @Test
    void allReplicasTogetherLoadOnce() throws Exception {
        var loads = new AtomicInteger();
        var loading = new CompletableFuture<Rendered>();
        List<CompletableFuture<Rendered>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            for (Cache replica : List.of(one, other)) {
                answers.add(ask(replica, key(LONG), () -> {
                    loads.incrementAndGet();
                    return loading;
                }));
            }
        }
        await().until(() -> loads.get() > 0);
        loading.complete(Rendered.of("shared"));

        for (var answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS).body()).asString().isEqualTo("shared");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void whenTheLoaderFailsAnotherReplicaLoads() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        var failing = ask(one, key(LONG), () -> loading);
        await().until(() -> leased());
        var waiting = ask(other, key(LONG), () -> CompletableFuture.completedFuture(Rendered.of("by the other")));

        loading.completeExceptionally(new IllegalStateException("no database"));

        assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS)).hasMessageContaining("no database");
        assertThat(waiting.get(10, TimeUnit.SECONDS).body()).asString().isEqualTo("by the other");
    }

    @Test
    void whenTheLoaderDiesAnotherReplicaLoads() throws Exception {
        // As read.lua leaves it when a process takes the lease and dies.
        tier.read(key(LONG), "dead", false)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertThat(leased()).isTrue();

        var waiting = ask(other, key(LONG), () -> CompletableFuture.completedFuture(Rendered.of("by the other")));

        assertThat(waiting.get(10, TimeUnit.SECONDS).body()).asString().isEqualTo("by the other");
    }

    /** A load may well take longer than a lease. */
    @Test
    void whoLoadsSlowlyKeepsTheLease() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        var slow = ask(one, key(LONG), () -> loading);
        await().until(() -> leased());
        var waiting = ask(other, key(LONG), () -> CompletableFuture.completedFuture(Rendered.of("twice")));

        await().during(Duration.ofMillis(3_500)).atMost(PATIENCE).until(() -> leased() && !waiting.isDone());
        loading.complete(Rendered.of("once"));

        assertThat(slow.get(10, TimeUnit.SECONDS).body()).asString().isEqualTo("once");
        assertThat(waiting.get(10, TimeUnit.SECONDS).body()).asString().isEqualTo("once");
    }

    /** Who has seen a change acknowledged must not wait for a load that began before it, let alone be given it. */
    @Test
    void whoAsksAfterAChangeDoesNotWaitForALoadFromBeforeIt() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        ask(one, key(LONG), () -> loading);
        await().until(() -> leased());

        tier.raise(key(LONG).tags()).toCompletionStage().toCompletableFuture().get();

        // Sooner than anybody's patience with a loader ends.
        Rendered answer = ask(other, key(LONG), () -> CompletableFuture.completedFuture(Rendered.of("from after")))
                .get(4, TimeUnit.SECONDS);
        assertThat(answer.body()).asString().isEqualTo("from after");
        loading.complete(Rendered.of("from before"));
        assertThat(get(other, key(LONG), "never").body()).asString().isEqualTo("from after");
    }

    @Test
    void whatIsPastItsTimeIsGivenWhileItIsLoadedAnew() throws Exception {
        var times = new CacheTimes(Duration.ofMillis(30), Duration.ofMinutes(1), Duration.ofMinutes(1));
        get(one, key(times), "old");
        await().until(() -> expired(times));

        var loads = new AtomicInteger();
        var loading = new CompletableFuture<Rendered>();
        for (int i = 0; i < 5; i++) {
            for (Cache replica : List.of(one, other)) {
                Rendered stale = ask(replica, key(times), () -> {
                            loads.incrementAndGet();
                            return loading;
                        })
                        .get(10, TimeUnit.SECONDS);
                assertThat(stale.source()).isEqualTo(Source.STALE);
                assertThat(stale.body()).asString().isEqualTo("old");
            }
        }
        assertThat(loads).hasValue(1);
        loading.complete(Rendered.of("new"));
        await().atMost(PATIENCE)
                .until(() -> new String(get(other, key(times), "new").body()).equals("new"));
    }

    /** Past its time is one thing, from before a change another. */
    @Test
    void whatHasChangedIsNotGivenHoweverMuchStalenessIsAllowed() throws Exception {
        var times = new CacheTimes(Duration.ofMillis(30), Duration.ofMinutes(1), Duration.ofMinutes(1));
        get(one, key(times), "old");
        tier.raise(key(times).tags()).toCompletionStage().toCompletableFuture().get();

        assertThat(get(one, key(times), "new").body()).asString().isEqualTo("new");
        tier.raise(key(times).tags()).toCompletionStage().toCompletableFuture().get();
        assertThatThrownBy(() -> ask(
                                one,
                                key(times),
                                () -> CompletableFuture.failedFuture(new IllegalStateException("no database")))
                        .get(10, TimeUnit.SECONDS))
                .hasMessageContaining("no database");
    }

    @Test
    void whatCannotBeLoadedIsGivenAWhileLonger() throws Exception {
        var times = new CacheTimes(Duration.ofMillis(30), Duration.ZERO, Duration.ofMinutes(1));
        get(one, key(times), "old");
        await().until(() -> expired(times));

        Rendered answer = ask(
                        one, key(times), () -> CompletableFuture.failedFuture(new IllegalStateException("no database")))
                .get(10, TimeUnit.SECONDS);

        assertThat(answer.source()).isEqualTo(Source.STALE);
        assertThat(answer.body()).asString().isEqualTo("old");
        assertThat(get(one, key(times), "new").body()).asString().isEqualTo("new");
    }

    @Test
    void whatIsNotThereIsRememberedButNotForLong() throws Exception {
        ask(one, key(LONG), () -> CompletableFuture.completedFuture(Rendered.absent()))
                .get(10, TimeUnit.SECONDS);

        assertThat(get(other, key(LONG), "never").isAbsent()).isTrue();
        assertThat(send(Request.cmd(Command.PTTL).arg(keys.cached(key(LONG).fullName())))
                        .toLong())
                .isBetween(1L, 30_000L);
        assertThat(send(Request.cmd(Command.PTTL)
                                .arg(keys.generation(key(LONG).tags().get(0))))
                        .toLong())
                .isBetween(1L, 120_000L);
    }

    /** What an answer shows is known only when it is loaded; a change to it in between is told by the guard. */
    @Test
    void anAnswerIsDroppedByAChangeToWhatItShows() throws Exception {
        Key list = new Key(name, LONG, List.of("replicated:any"), false);
        Rendered shows = Rendered.of("shows").showing(List.of("replicated:item" + name));
        ask(one, list, () -> CompletableFuture.completedFuture(shows)).get(10, TimeUnit.SECONDS);
        assertThat(get(other, list, "never").source()).isEqualTo(Source.REDIS);

        tier.raise(List.of("replicated:any"))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertThat(get(other, list, "never").source()).isEqualTo(Source.REDIS);
        tier.raise(List.of("replicated:item" + name))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertThat(get(other, list, "after").source()).isEqualTo(Source.LOADED);
    }

    @Test
    void aListWhoseItemChangedWhileItWasLoadedIsNotStored() throws Exception {
        Key list = new Key(name, LONG, List.of("replicated:any"), false);
        var loading = new CompletableFuture<Rendered>();
        var slow = ask(one, list, () -> loading);
        await().until(() -> leased());

        tier.raise(List.of("replicated:any", "replicated:item" + name))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        loading.complete(Rendered.of("before").showing(List.of("replicated:item" + name)));

        assertThat(slow.get(10, TimeUnit.SECONDS).source()).isEqualTo(Source.PASSED);
        assertThat(get(other, list, "after").body()).asString().isEqualTo("after");
    }

    @Test
    void endlessKindsOfAnswersStayWithinTheirShareAndLeaveOthersAlone() throws Exception {
        CacheConfig small = new CacheConfig() {
            @Override
            public io.quarkus.runtime.configuration.MemorySize memory() {
                return config.memory();
            }

            @Override
            public io.quarkus.runtime.configuration.MemorySize redis() {
                return new io.quarkus.runtime.configuration.MemorySize(java.math.BigInteger.valueOf(80_000));
            }
        };
        send(Request.cmd(Command.FLUSHALL));
        var bounded = new RedisTier(redis, keys, small);
        Cache cache = replica(small, bounded);
        Key fixed = key(LONG);
        get(cache, fixed, "stays");

        for (int i = 0; i < 300; i++) {
            get(
                    cache,
                    new Key(name + i, LONG, List.of(), true),
                    String.valueOf(i).repeat(150));
        }

        long bytes = send(Request.cmd(Command.HGET).arg(keys.cacheSizes(true)).arg(""))
                .toLong();
        assertThat(bytes).isBetween(10_000L, 20_000L);
        assertThat(send(Request.cmd(Command.ZCARD).arg(keys.cacheIndex(true))).toLong())
                .isBetween(10L, 60L);
        assertThat(get(cache, fixed, "never").body()).asString().isEqualTo("stays");
        assertThat(get(cache, new Key(name + 299, LONG, List.of(), true), "never")
                        .source())
                .isEqualTo(Source.REDIS);
        assertThat(get(cache, new Key(name + 0, LONG, List.of(), true), "anew").source())
                .isEqualTo(Source.LOADED);
    }

    /** Another release may have written it, or nobody knows who. */
    @Test
    void whatCannotBeReadIsLoadedAnew() throws Exception {
        String stored = keys.cached(key(LONG).fullName());
        for (String strange : List.of("", "garbage", "1 2 3\n\n\nx", "3 1 1 1\n\n1\nx", "\n\n\n\n")) {
            send(Request.cmd(Command.SET).arg(stored).arg(strange));

            assertThat(get(one, key(LONG), "loaded").source()).isEqualTo(Source.LOADED);
            assertThat(get(other, key(LONG), "never").body()).asString().isEqualTo("loaded");
        }
    }

    @Test
    void aFullRedisStillAnswersWhatItHas() throws Exception {
        Key missing = new Key(name + "missing", LONG, List.of(), false);
        get(one, key(LONG), "stored");
        send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("1"));
        try {
            assertThat(get(other, key(LONG), "never").source()).isEqualTo(Source.REDIS);
            assertThat(get(one, missing, "loaded").source()).isEqualTo(Source.PASSED);
            assertThat(get(other, missing, "loaded").source()).isEqualTo(Source.PASSED);
        } finally {
            send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("0"));
        }
    }

    /** Made-up ids must not leave anything in Redis for long. */
    @Test
    void whatNobodyEverLoadedIsForgottenSoon() throws Exception {
        ask(one, key(LONG), CompletableFuture::new);
        await().until(() -> leased());

        assertThat(send(Request.cmd(Command.PTTL)
                                .arg(keys.generation(key(LONG).tags().get(0))))
                        .toLong())
                .isBetween(1L, 20_000L);
    }

    private boolean leased() throws Exception {
        return send(Request.cmd(Command.EXISTS).arg(keys.lease(key(LONG).fullName())))
                        .toInteger()
                == 1;
    }

    /** Whether an answer's time is over, as Redis' clock has it. */
    private boolean expired(CacheTimes times) throws Exception {
        var found = tier.read(key(times), "looking", false)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        tier.release(key(times), "looking");
        Entry entry = found.entry().orElseThrow();
        return entry.answer().ageMillis() >= entry.lifeMillis();
    }

    private Key key(CacheTimes times) {
        return new Key(name, times, List.of(), false);
    }

    private Rendered get(Cache replica, CacheKey key, String loaded) throws Exception {
        return ask(replica, key, () -> CompletableFuture.completedFuture(Rendered.of(loaded)))
                .get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Rendered> ask(
            Cache replica, CacheKey key, java.util.function.Supplier<CompletableFuture<Rendered>> loader) {
        return replica.<CacheKey, Rendered>getAsync(
                        key, asked -> Uni.createFrom().completionStage(loader))
                .subscribeAsCompletionStage();
    }

    private Cache replica(CacheConfig settings) {
        return replica(settings, tier);
    }

    private Cache replica(CacheConfig settings, RedisTier redisTier) {
        return new TieredCacheManager(
                        vertx, redisTier, new Generations(), invalidation, new Flights(), metrics, settings)
                .getCache("replica")
                .orElseThrow();
    }

    private Response send(Request request) throws Exception {
        return redis.send(request).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
