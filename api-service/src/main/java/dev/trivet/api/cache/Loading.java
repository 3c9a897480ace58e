package dev.trivet.api.cache;

import dev.trivet.api.cache.RedisTier.Found;
import dev.trivet.api.cache.Rendered.Source;
import dev.trivet.common.problem.Problems;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What happens when memory has no answer: Redis is asked, and what it does not have either is loaded, by one of all
 * replicas.
 *
 * <p>The one is who gets the lease; the others look again every few milliseconds until the answer is there, and load it
 * themselves if the one fails or dies. An answer past its time is given while one of them loads it anew; one that cannot be
 * loaded is given a while longer.
 */
final class Loading {

    /** There being nothing is remembered, but not for long: ids that do not exist are endless. */
    private static final Duration ABSENT = Duration.ofSeconds(30);

    private static final int LARGEST_BYTES = 1 << 20;
    /** Lives are shortened by up to this share, at random, so that what was loaded together does not end together. */
    private static final double JITTER = 0.1;

    private static final long LOOK_AGAIN_MILLIS = 4;
    private static final long LOOK_AGAIN_AT_MOST_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 6_000;
    private static final long RENEW_MILLIS = RedisTier.LEASE_MILLIS / 3;
    private static final int MOST_REFRESHING = 64;
    /** A database that hangs says nothing; after this an old answer is better than none. */
    private static final int LOAD_SECONDS = 5;

    private final Vertx vertx;
    private final MemoryTier memory;
    private final RedisTier redis;
    private final Generations generations;
    private final Invalidation invalidation;
    private final CacheMetrics metrics;
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

    Loading(
            Vertx vertx,
            MemoryTier memory,
            RedisTier redis,
            Generations generations,
            Invalidation invalidation,
            CacheMetrics metrics) {
        this.vertx = vertx;
        this.memory = memory;
        this.redis = redis;
        this.generations = generations;
        this.invalidation = invalidation;
        this.metrics = metrics;
    }

    /** One caller's search for one answer. */
    private record Search(
            CacheKey key, Supplier<CompletableFuture<Rendered>> loader, String token, long ticket, long beganMillis) {}

    CompletableFuture<Rendered> lookUp(CacheKey key, Supplier<CompletableFuture<Rendered>> loader) {
        if (invalidation.isPending(key.tags()) || invalidation.isPending(key.guards())) {
            return bypass(loader);
        }
        long now = System.currentTimeMillis();
        if (!key.guards().isEmpty()) {
            return look(key, loader, now, LOOK_AGAIN_MILLIS);
        }
        long ticket = generations.ticket();
        return redis.peek(key)
                .map(found -> found.map(entry -> CompletableFuture.completedFuture(keep(key, entry, ticket)))
                        .orElseGet(() -> look(key, loader, now, LOOK_AGAIN_MILLIS)))
                .otherwise(away -> bypass(loader))
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(answer -> answer);
    }

    /** Loads an answer anew behind the scenes, unless that is being done already, here or elsewhere. */
    void refresh(CacheKey key, Supplier<CompletableFuture<Rendered>> loader) {
        String name = key.fullName();
        if (refreshing.size() >= MOST_REFRESHING || !refreshing.add(name)) {
            return;
        }
        Search search = begin(key, loader, System.currentTimeMillis());
        redis.read(key, search.token(), true)
                .toCompletionStage()
                .thenCompose(found -> found.leased() ? load(search, found) : CompletableFuture.completedFuture(null))
                .whenComplete((answer, failure) -> refreshing.remove(name));
    }

    private CompletableFuture<Rendered> look(
            CacheKey key, Supplier<CompletableFuture<Rendered>> loader, long beganMillis, long againMillis) {
        Search search = begin(key, loader, beganMillis);
        return redis.read(key, search.token(), false)
                .map(found -> decide(search, found, againMillis))
                .otherwise(away -> bypass(loader))
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(answer -> answer);
    }

    private Search begin(CacheKey key, Supplier<CompletableFuture<Rendered>> loader, long beganMillis) {
        return new Search(key, loader, UUID.randomUUID().toString(), generations.ticket(), beganMillis);
    }

    private CompletableFuture<Rendered> decide(Search search, Found found, long againMillis) {
        CacheKey key = search.key();
        Optional<Entry> entry = found.entry();
        if (entry.isPresent()) {
            Rendered answer = entry.get().answer();
            if (answer.ageMillis() < entry.get().lifeMillis()) {
                return CompletableFuture.completedFuture(keep(key, entry.get(), search.ticket()));
            }
            if (key.times().isServable(answer.ageMillis(), entry.get().lifeMillis())) {
                if (found.leased()) {
                    load(search, found).exceptionally(failure -> null);
                }
                return CompletableFuture.completedFuture(answer.from(Source.STALE));
            }
        }
        if (found.leased() || System.currentTimeMillis() - search.beganMillis() > PATIENCE_MILLIS) {
            return load(search, found).exceptionally(failure -> orStale(key, entry, failure));
        }
        var later = new CompletableFuture<Rendered>();
        long next = Math.min(2 * againMillis, LOOK_AGAIN_AT_MOST_MILLIS);
        vertx.setTimer(againMillis, timer -> look(key, search.loader(), search.beganMillis(), next)
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        later.complete(answer);
                    } else {
                        later.completeExceptionally(failure);
                    }
                }));
        return later;
    }

    private CompletableFuture<Rendered> load(Search search, Found found) {
        CacheKey key = search.key();
        long began = System.nanoTime();
        CompletableFuture<Rendered> loaded;
        try {
            loaded = search.loader().get();
        } catch (RuntimeException e) {
            loaded = CompletableFuture.failedFuture(e);
        }
        long renewal = vertx.setPeriodic(RENEW_MILLIS, timer -> redis.renew(key, search.token()));
        return loaded.orTimeout(LOAD_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    throw failure instanceof TimeoutException
                            ? Problems.unavailable("loading this takes too long", LOAD_SECONDS)
                            : wrapped(failure);
                })
                .whenComplete((answer, failure) -> {
                    vertx.cancelTimer(renewal);
                    if (failure != null) {
                        metrics.failed(key.type());
                        redis.release(key, search.token());
                    } else {
                        metrics.loaded(
                                key.type(),
                                System.nanoTime() - began,
                                answer.content().weight());
                    }
                })
                .thenCompose(answer -> store(search, found, answer, (System.nanoTime() - began) / 1_000_000 + 1));
    }

    private CompletableFuture<Rendered> store(Search search, Found found, Rendered answer, long cost) {
        CacheKey key = search.key();
        if (answer.content().weight() > LARGEST_BYTES) {
            redis.release(key, search.token());
            return CompletableFuture.completedFuture(answer.from(Source.PASSED));
        }
        Duration fresh = key.times().fresh();
        Duration stale = key.times().stale();
        if (key.isEndless()) {
            stale = key.times().whileRevalidate();
        }
        if (answer.isAbsent()) {
            fresh = fresh.compareTo(ABSENT) > 0 ? ABSENT : fresh;
            stale = Duration.ZERO;
        }
        double share = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
        Duration life = Duration.ofMillis(Math.max(1, (long) (fresh.toMillis() * share)));
        return redis.fill(key, search.token(), answer, found.generations(), life, life.plus(stale), cost)
                .otherwise(Optional.empty())
                .map(stored -> {
                    if (stored.isEmpty()) {
                        metrics.fillRefused(key.type());
                        return answer.from(Source.PASSED);
                    }
                    return keep(key, stored.get(), search.ticket());
                })
                .toCompletionStage()
                .toCompletableFuture();
    }

    private Rendered keep(CacheKey key, Entry entry, long ticket) {
        if (!entry.answer().isAbsent() && memory.isUsed()) {
            List<String> tags = new ArrayList<>(key.tags());
            tags.addAll(entry.answer().shown());
            generations.learn(tags, entry.generations(), ticket);
            memory.put(key, List.copyOf(tags), entry);
        }
        return entry.answer();
    }

    private Rendered orStale(CacheKey key, Optional<Entry> entry, Throwable failure) {
        return entry.filter(
                        stored -> key.times().isServableOnError(stored.answer().ageMillis(), stored.lifeMillis()))
                .map(stored -> stored.answer().from(Source.STALE))
                .orElseThrow(() -> wrapped(failure));
    }

    private static CompletionException wrapped(Throwable failure) {
        return failure instanceof CompletionException already ? already : new CompletionException(failure);
    }

    private static CompletableFuture<Rendered> bypass(Supplier<CompletableFuture<Rendered>> loader) {
        return loader.get().thenApply(answer -> answer.from(Source.BYPASS));
    }
}
