package dev.trivet.api.cache;

import dev.trivet.api.cache.Rendered.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Counts where answers came from and what they cost, by content type. The types are the pack's, so the labels are few. */
@Singleton
class CacheMetrics {

    private final MeterRegistry meters;
    private final CacheCounts counts;
    private final Map<String, OfType> byType = new ConcurrentHashMap<>();

    CacheMetrics(MeterRegistry meters, CacheCounts counts) {
        this.meters = meters;
        this.counts = counts;
    }

    private record OfType(
            Map<Source, Counter> answers,
            Timer loads,
            Counter failures,
            Counter refused,
            Counter evicted,
            Counter bytes) {}

    void answered(String type, Source source) {
        of(type).answers().get(source).increment();
        counts.answered(type, source == Source.MEMORY || source == Source.REDIS || source == Source.STALE);
    }

    /** An answer was loaded, and how big it is. */
    void loaded(String type, long nanos, int bytes) {
        of(type).loads().record(nanos, TimeUnit.NANOSECONDS);
        of(type).bytes().increment(bytes);
    }

    void failed(String type) {
        of(type).failures().increment();
    }

    /** An answer was not stored, because something changed while it was loaded or Redis was away. */
    void fillRefused(String type) {
        of(type).refused().increment();
    }

    /** An answer had to leave this process' memory for others. */
    void evicted(String type) {
        of(type).evicted().increment();
    }

    void watchMemory(LongSupplier bytes) {
        gauge("trivet.cache.memory.bytes", bytes::getAsLong);
    }

    /** @param oldestMillis how long the oldest invalidation has waited that is not known to have reached Redis */
    void watchOutbox(IntSupplier waiting, LongSupplier oldestMillis) {
        gauge("trivet.cache.outbox", waiting::getAsInt);
        gauge("trivet.cache.outbox.age.seconds", () -> oldestMillis.getAsLong() / 1_000.0);
    }

    /** Held on to: nobody else keeps the supplier, and a gauge whose supplier was collected tells nothing. */
    private void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).strongReference(true).register(meters);
    }

    private OfType of(String type) {
        OfType counters = byType.get(type);
        return counters != null ? counters : byType.computeIfAbsent(type, this::register);
    }

    private OfType register(String type) {
        Map<Source, Counter> answers = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            String name = source.name().toLowerCase(Locale.ROOT);
            answers.put(source, meters.counter("trivet.cache.answers", "type", type, "source", name));
        }
        return new OfType(
                answers,
                meters.timer("trivet.cache.loads", "type", type),
                meters.counter("trivet.cache.loads.failed", "type", type),
                meters.counter("trivet.cache.fills.refused", "type", type),
                meters.counter("trivet.cache.evictions", "type", type),
                meters.counter("trivet.cache.loaded.bytes", "type", type));
    }
}
