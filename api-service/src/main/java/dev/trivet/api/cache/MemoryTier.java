package dev.trivet.api.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The cache's part in this process. Bounded by bytes; an entry counts while its tags' generations are known and its own. */
final class MemoryTier {

    /** What an entry takes beside its body, roughly. */
    private static final int OVERHEAD_BYTES = 300;

    private final Generations generations;
    private final LongSupplier clockMillis;
    private final Cache<String, Held> held;

    MemoryTier(Generations generations, long mostBytes, LongSupplier clockMillis) {
        this.generations = generations;
        this.clockMillis = clockMillis;
        this.held = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((String name, Held entry) -> entry.entry().answer().body().length + OVERHEAD_BYTES)
                .build();
    }

    private record Held(Entry entry, long untilMillis) {}

    Optional<Rendered> find(CacheKey key) {
        String name = name(key);
        Held found = held.getIfPresent(name);
        if (found == null) {
            return Optional.empty();
        }
        List<Long> current = generations.of(key.tags());
        if (current == null) {
            return Optional.empty();
        }
        if (!found.entry().isOf(current) || clockMillis.getAsLong() >= found.untilMillis()) {
            held.asMap().remove(name, found);
            return Optional.empty();
        }
        return Optional.of(found.entry().answer());
    }

    void put(CacheKey key, Entry entry) {
        Entry inMemory =
                new Entry(entry.answer().from(Rendered.Source.MEMORY), entry.generations(), entry.storedAtMillis());
        held.put(
                name(key), new Held(inMemory, entry.storedAtMillis() + key.ttl().toMillis()));
    }

    private static String name(CacheKey key) {
        return key.type() + ":" + key.name();
    }
}
