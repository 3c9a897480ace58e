package dev.trivet.api.cache;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheManager;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Gives {@code @CacheResult} our caches in place of Quarkus' own. All regions share one memory and one Redis. */
@Alternative
@Priority(1)
@ApplicationScoped
class TieredCacheManager implements CacheManager {

    private final Map<String, Cache> caches = new ConcurrentHashMap<>();
    private final MemoryTier memory;
    private final Flights flights;
    private final Loading loading;
    private final CacheMetrics metrics;

    TieredCacheManager(
            Vertx vertx,
            RedisTier redis,
            Generations generations,
            Invalidation invalidation,
            Flights flights,
            CacheMetrics metrics,
            CacheConfig config) {
        this.memory = new MemoryTier(generations, metrics, config.memory().asLongValue(), System::currentTimeMillis);
        this.flights = flights;
        this.loading = new Loading(vertx, memory, redis, generations, invalidation, metrics);
        this.metrics = metrics;
        metrics.watchMemory(memory::weight);
    }

    @Override
    public Collection<String> getCacheNames() {
        return Set.copyOf(caches.keySet());
    }

    @Override
    public Optional<Cache> getCache(String name) {
        return Optional.of(
                caches.computeIfAbsent(name, region -> new TieredCache(region, memory, flights, loading, metrics)));
    }
}
