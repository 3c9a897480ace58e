package dev.trivet.api.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.api.cache.Rendered.Source;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheManager;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The cache on a real Redis, with loaders that the test holds in its hand. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class TieredCacheTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    CacheManager manager;

    @Inject
    Invalidation invalidation;

    @Inject
    Generations generations;

    @Inject
    Pool pool;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    private final Key key = new Key(UUID.randomUUID().toString());
    private Cache cache;

    private record Key(String name, CacheTimes times) implements CacheKey {

        Key(String name) {
            this(name, CacheTimes.of(Duration.ofMinutes(5)));
        }

        @Override
        public String type() {
            return "things";
        }

        @Override
        public List<String> tags() {
            return List.of("things:" + name);
        }
    }

    @BeforeEach
    void waitForNews() {
        cache = manager.getCache("item").orElseThrow();
        await().until(() -> generations.isHearing() && invalidation.isCaughtUp());
    }

    @Test
    void anAnswerIsLoadedThenStoredThenKeptInMemory() {
        assertThat(get("first").source()).isEqualTo(Source.LOADED);
        await().atMost(PATIENCE).until(() -> get("never").source() == Source.MEMORY);
        assertThat(get("never").body()).asString().isEqualTo("first");
    }

    @Test
    void aChangeDropsTheAnswer() throws Exception {
        get("old");
        change();

        assertThat(get("new").body()).asString().isEqualTo("new");
    }

    /** The race that GET, load, SET loses: what was loaded before the change must not be stored after it. */
    @Test
    void aLoadThatBeganBeforeAChangeIsNeverStoredAfterIt() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        CompletableFuture<Rendered> slow = cache.<Key, Rendered>getAsync(
                        key, asked -> Uni.createFrom().completionStage(loading))
                .subscribeAsCompletionStage();
        await().until(() -> generationExists());

        change();
        loading.complete(Rendered.of("from before"));
        assertThat(slow.get(5, TimeUnit.SECONDS).body()).asString().isEqualTo("from before");

        assertThat(get("from after").body()).asString().isEqualTo("from after");
        assertThat(get("never").body()).asString().isEqualTo("from after");
    }

    @Test
    void aLateLoadDoesNotPushOutAFreshAnswer() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        CompletableFuture<Rendered> slow = cache.<Key, Rendered>getAsync(
                        key, asked -> Uni.createFrom().completionStage(loading))
                .subscribeAsCompletionStage();
        await().until(() -> generationExists());
        change();
        get("from after");

        loading.complete(Rendered.of("from before"));
        slow.get(5, TimeUnit.SECONDS);

        assertThat(get("never").source()).isNotEqualTo(Source.LOADED);
        assertThat(get("never").body()).asString().isEqualTo("from after");
    }

    @Test
    void whoAsksAfterAChangeDoesNotJoinALoadFromBeforeIt() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        cache.<Key, Rendered>getAsync(key, asked -> Uni.createFrom().completionStage(loading))
                .subscribeAsCompletionStage();
        await().until(() -> generationExists());

        change();

        assertThat(get("from after").body()).asString().isEqualTo("from after");
        loading.complete(Rendered.of("from before"));
    }

    @Test
    void manyWhoAskAtOnceShareOneLoad() throws Exception {
        var loads = new AtomicInteger();
        var loading = new CompletableFuture<Rendered>();
        var answers = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> cache.<Key, Rendered>getAsync(key, asked -> {
                            loads.incrementAndGet();
                            return Uni.createFrom().completionStage(loading);
                        })
                        .subscribeAsCompletionStage())
                .toList();
        await().until(() -> loads.get() > 0);
        loading.complete(Rendered.of("shared"));

        for (CompletableFuture<Rendered> answer : answers) {
            assertThat(answer.get(5, TimeUnit.SECONDS).body()).asString().isEqualTo("shared");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void whoGoesAwayDoesNotTakeTheOthersAnswerAlong() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        Uni<Rendered> answer =
                cache.<Key, Rendered>getAsync(key, asked -> Uni.createFrom().completionStage(loading));
        CompletableFuture<Rendered> leaves = answer.subscribeAsCompletionStage();
        CompletableFuture<Rendered> stays = answer.subscribeAsCompletionStage();
        await().until(() -> generationExists());

        leaves.cancel(true);
        loading.complete(Rendered.of("for who stayed"));

        assertThat(stays.get(5, TimeUnit.SECONDS).body()).asString().isEqualTo("for who stayed");
    }

    @Test
    void aLoadThatFailsFailsThoseWhoAskedAndIsTriedAgain() {
        var failed = cache.<Key, Rendered>getAsync(
                        key, asked -> Uni.createFrom().failure(new IllegalStateException("no database")))
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(PATIENCE);

        assertThat(failed).isNull();
        assertThat(get("again").body()).asString().isEqualTo("again");
    }

    /** Numbers that began anew at one would meet the one that the late load remembers. */
    @Test
    void aFlushDoesNotLetALateLoadBackIn() throws Exception {
        var loading = new CompletableFuture<Rendered>();
        cache.<Key, Rendered>getAsync(key, asked -> Uni.createFrom().completionStage(loading))
                .subscribeAsCompletionStage();
        await().until(() -> generationExists());
        change();
        send(Request.cmd(Command.FLUSHALL));
        assertThat(get("from after").body()).asString().isEqualTo("from after");
        send(Request.cmd(Command.DEL).arg(keys.cached(key.fullName())));

        loading.complete(Rendered.of("from before"));

        await().during(Duration.ofMillis(200)).until(() -> !"from before"
                .equals(new String(get("still from after").body(), StandardCharsets.UTF_8)));
    }

    /** A full Redis refuses writes and goes on answering reads: what is dropped must be dropped all the same. */
    @Test
    void aFullRedisIsToldOfChangesToo() throws Exception {
        get("old");
        await().atMost(PATIENCE).until(() -> get("never").source() == Source.MEMORY);
        send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("1"));
        try {
            change();

            assertThat(send(Request.cmd(Command.EXISTS)
                                    .arg(keys.generation(key.tags().get(0))))
                            .toInteger())
                    .isZero();
            assertThat(get("new").body()).asString().isEqualTo("new");
        } finally {
            send(Request.cmd(Command.CONFIG).arg("SET").arg("maxmemory").arg("0"));
        }
    }

    /** Redis may have missed a change while it was away, whichever replica made it. */
    @Test
    void aRedisThatWasAwayIsNotBelievedBeforeASweep() {
        get("old");
        generations.lost();
        try {
            assertThat(get("new").source()).isEqualTo(Source.BYPASS);
        } finally {
            generations.connected(true);
        }

        await().atMost(PATIENCE).until(() -> get("never").source() != Source.BYPASS);
        assertThat(get("never").body()).asString().isEqualTo("old");
    }

    @Test
    void everythingInRedisGoesAwayByItself() throws Exception {
        get("something");

        assertThat(send(Request.cmd(Command.PTTL).arg(keys.cached(key.fullName())))
                        .toLong())
                .isBetween(1L, key.times().fresh().toMillis());
        assertThat(send(Request.cmd(Command.PTTL).arg(keys.generation(key.tags().get(0))))
                        .toLong())
                .isPositive();
    }

    @Test
    void whatIsTooLargeIsNotStored() {
        String large = "x".repeat((1 << 20) + 1);

        assertThat(get(large).source()).isEqualTo(Source.PASSED);
        assertThat(get("small").source()).isEqualTo(Source.LOADED);
    }

    /** A writer that died after its commit: the row is there, and nobody carried it out. */
    @Test
    void whatADeadWriterRecordedIsCarriedOutBySomebodyElse() {
        get("old");
        await().atMost(PATIENCE).until(() -> get("never").source() == Source.MEMORY);

        pool.withTransaction(transaction -> invalidation.record(transaction, key.tags()))
                .await()
                .atMost(PATIENCE);

        await().atMost(PATIENCE).until(() -> get("new").source() == Source.LOADED);
        await().atMost(PATIENCE).until(() -> pool.query("select count(*) from invalidation")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0)
                .equals(0L));
    }

    private Rendered get(String loaded) {
        return cache.<Key, Rendered>getAsync(key, asked -> Uni.createFrom().item(Rendered.of(loaded)))
                .await()
                .atMost(PATIENCE);
    }

    private void change() {
        pool.withTransaction(transaction -> invalidation.record(transaction, key.tags()))
                .chain(invalidation::carryOut)
                .await()
                .atMost(PATIENCE);
    }

    private boolean generationExists() throws Exception {
        return send(Request.cmd(Command.EXISTS).arg(keys.generation(key.tags().get(0))))
                        .toInteger()
                == 1;
    }

    private Response send(Request request) throws Exception {
        return redis.send(request).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
