package dev.trivet.api.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.RemovalListener;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The cache's part in this process. Bounded by bytes; an entry counts while its generations are known and its own. */
final class MemoryTier {

    /** What an entry takes beside its body and tags, roughly. */
    private static final int OVERHEAD_BYTES = 400;

    private static final int TAG_BYTES = 120;

    private final Generations generations;
    private final long mostBytes;
    private final LongSupplier clockMillis;
    private final Cache<String, Held> held;

    MemoryTier(Generations generations, CacheMetrics metrics, long mostBytes, LongSupplier clockMillis) {
        this.generations = generations;
        this.mostBytes = mostBytes;
        this.clockMillis = clockMillis;
        RemovalListener<String, Held> listener = (name, entry, cause) -> {
            if (cause == RemovalCause.SIZE) {
                metrics.evicted(name.substring(0, name.indexOf(':')));
            }
        };
        this.held = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((String name, Held entry) -> entry.weight())
                .evictionListener(listener)
                .build();
    }

    /** An entry and what it depends on. */
    private record Held(Entry entry, List<String> tags, long bornMillis) {

        int weight() {
            return entry.answer().content().weight() + OVERHEAD_BYTES + TAG_BYTES * tags.size();
        }
    }

    /** A fresh answer, and whether it is time to load it anew all the same. */
    record Hit(Rendered answer, boolean dueEarly) {}

    /**
     * @param random between 0 (exclusive) and 1
     */
    Optional<Hit> find(CacheKey key, double random) {
        String name = key.fullName();
        Held found = held.getIfPresent(name);
        if (found == null) {
            return Optional.empty();
        }
        List<Long> current = generations.of(found.tags());
        if (current == null) {
            return Optional.empty();
        }
        long age = clockMillis.getAsLong() - found.bornMillis();
        Entry entry = found.entry();
        if (!entry.generations().equals(current) || age >= entry.lifeMillis()) {
            held.asMap().remove(name, found);
            return Optional.empty();
        }
        return Optional.of(new Hit(entry.answer().from(Rendered.Source.MEMORY, age), entry.isDueEarly(age, random)));
    }

    void put(CacheKey key, List<String> tags, Entry entry) {
        held.put(
                key.fullName(),
                new Held(entry, tags, clockMillis.getAsLong() - entry.answer().ageMillis()));
    }

    /** Whether there is room at all. Caffeine makes room behind the scenes, and would keep even this for a moment. */
    boolean isUsed() {
        return mostBytes > 0;
    }

    long weight() {
        return held.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
