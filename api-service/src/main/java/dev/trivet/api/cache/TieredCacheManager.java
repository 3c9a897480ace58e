package dev.trivet.api.cache;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheManager;
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
    private final RedisTier redis;
    private final Generations generations;
    private final Invalidation invalidation;
    private final Flights flights;
    private final CacheMetrics metrics;

    TieredCacheManager(
            RedisTier redis,
            Generations generations,
            Invalidation invalidation,
            Flights flights,
            CacheMetrics metrics,
            CacheConfig config) {
        this.memory = new MemoryTier(generations, config.memory().asLongValue(), System::currentTimeMillis);
        this.redis = redis;
        this.generations = generations;
        this.invalidation = invalidation;
        this.flights = flights;
        this.metrics = metrics;
    }

    @Override
    public Collection<String> getCacheNames() {
        return Set.copyOf(caches.keySet());
    }

    @Override
    public Optional<Cache> getCache(String name) {
        return Optional.of(caches.computeIfAbsent(
                name, region -> new TieredCache(region, memory, redis, generations, invalidation, flights, metrics)));
    }
}
