package dev.trivet.api.cache;

import dev.trivet.api.cache.Rendered.Source;
import io.quarkus.cache.runtime.AbstractCache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
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

    private final String name;
    private final MemoryTier memory;
    private final Flights flights;
    private final Loading loading;
    private final CacheMetrics metrics;

    TieredCache(String name, MemoryTier memory, Flights flights, Loading loading, CacheMetrics metrics) {
        this.name = name;
        this.memory = memory;
        this.flights = flights;
        this.loading = loading;
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
        var hot = memory.find(key, 1 - ThreadLocalRandom.current().nextDouble());
        if (hot.isPresent()) {
            metrics.answered(key.type(), Source.MEMORY);
            if (hot.get().dueEarly()) {
                loading.refresh(key, loader);
            }
            return Uni.createFrom().item(hot.get().answer());
        }
        return Uni.createFrom().deferred(() -> {
            Executor caller = backTo(Vertx.currentContext());
            return Uni.createFrom()
                    .completionStage(flights.join(key, () -> loading.lookUp(key, loader)))
                    .emitOn(caller)
                    .invoke(answer -> metrics.answered(key.type(), answer.source()));
        });
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
