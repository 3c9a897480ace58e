package dev.trivet.api.cache;

import dev.trivet.api.cache.Rendered.Source;
import io.quarkus.cache.runtime.AbstractCache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A cache of {@link Rendered} answers under Quarkus' annotations: memory, then Redis, then the loader.
 *
 * <p>Nothing that goes wrong with Redis reaches the caller; it costs a load. Answers are dropped by tag
 * ({@link Invalidation}), never by key, so the annotations that invalidate are refused.
 */
final class TieredCache extends AbstractCache {

    /** There being nothing is remembered, but not for long: ids that do not exist are endless. */
    private static final Duration ABSENT = Duration.ofSeconds(30);

    private static final int LARGEST_BYTES = 1 << 20;

    private final String name;
    private final MemoryTier memory;
    private final RedisTier redis;
    private final Generations generations;
    private final Invalidation invalidation;
    private final Flights flights;
    private final CacheMetrics metrics;

    TieredCache(
            String name,
            MemoryTier memory,
            RedisTier redis,
            Generations generations,
            Invalidation invalidation,
            Flights flights,
            CacheMetrics metrics) {
        this.name = name;
        this.memory = memory;
        this.redis = redis;
        this.generations = generations;
        this.invalidation = invalidation;
        this.flights = flights;
        this.metrics = metrics;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public <K, V> Uni<V> get(K key, Function<K, V> loader) {
        return getAsync(key, asked -> Uni.createFrom().item(() -> loader.apply(asked)));
    }

    @Override
    @SuppressWarnings("unchecked") // the regions' methods return Uni<Rendered>; CacheKey is made for nothing else
    public <K, V> Uni<V> getAsync(K key, Function<K, Uni<V>> loader) {
        CacheKey asked = (CacheKey) key;
        return (Uni<V>) find(
                asked, () -> (CompletableFuture<Rendered>) loader.apply(key).subscribeAsCompletionStage());
    }

    private Uni<Rendered> find(CacheKey key, Supplier<CompletableFuture<Rendered>> loader) {
        return Uni.createFrom().deferred(() -> {
            var hot = memory.find(key);
            if (hot.isPresent()) {
                metrics.answered(key.type(), Source.MEMORY);
                return Uni.createFrom().item(hot.get());
            }
            Executor caller = backTo(Vertx.currentContext());
            return Uni.createFrom()
                    .completionStage(flights.join(key, () -> lookUp(key, loader)))
                    .emitOn(caller)
                    .invoke(answer -> metrics.answered(key.type(), answer.source()));
        });
    }

    private CompletableFuture<Rendered> lookUp(CacheKey key, Supplier<CompletableFuture<Rendered>> loader) {
        if (invalidation.isPending(key.tags())) {
            return bypass(loader);
        }
        long[] ticket = generations.ticket(key.tags());
        return redis.read(key)
                .map(found -> found.current()
                        .map(entry -> CompletableFuture.completedFuture(keep(key, entry, ticket)))
                        .orElseGet(() -> load(key, found.generations(), ticket, loader)))
                .otherwise(away -> bypass(loader))
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(answer -> answer);
    }

    private CompletableFuture<Rendered> load(
            CacheKey key, List<Long> before, long[] ticket, Supplier<CompletableFuture<Rendered>> loader) {
        return loader.get().thenCompose(answer -> {
            if (answer.body().length > LARGEST_BYTES) {
                return CompletableFuture.completedFuture(answer.from(Source.BYPASS));
            }
            var entry = new Entry(answer, before, System.currentTimeMillis());
            Duration ttl = answer.isAbsent() && key.ttl().compareTo(ABSENT) > 0 ? ABSENT : key.ttl();
            Future<Boolean> filled = redis.fill(key, entry, ttl).otherwise(false);
            return filled.map(stored -> {
                        if (stored && !answer.isAbsent()) {
                            keep(key, entry, ticket);
                        } else if (!stored) {
                            metrics.fillRefused(key.type());
                        }
                        return answer;
                    })
                    .toCompletionStage();
        });
    }

    private Rendered keep(CacheKey key, Entry entry, long[] ticket) {
        generations.learn(key.tags(), entry.generations(), ticket);
        memory.put(key, entry);
        return entry.answer();
    }

    private static CompletableFuture<Rendered> bypass(Supplier<CompletableFuture<Rendered>> loader) {
        return loader.get().thenApply(answer -> answer.from(Source.BYPASS));
    }

    /** Hands the answer back on the event loop that asked, whichever loop loaded it. */
    private static Executor backTo(Context context) {
        return context == null
                ? Infrastructure.getDefaultExecutor()
                : work -> context.runOnContext(ignored -> work.run());
    }

    @Override
    public Uni<Void> invalidate(Object key) {
        return refuse();
    }

    @Override
    public Uni<Void> invalidateAll() {
        return refuse();
    }

    @Override
    public Uni<Void> invalidateIf(Predicate<Object> predicate) {
        return refuse();
    }

    private static Uni<Void> refuse() {
        return Uni.createFrom()
                .failure(new UnsupportedOperationException("answers are dropped by tag; record an Invalidation"));
    }
}
