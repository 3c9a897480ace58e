package dev.trivet.api.cache;

import dev.trivet.api.cache.Rendered.Source;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

import java.util.Locale;

/** Counts where answers came from, by content type. */
@Singleton
class CacheMetrics {

    private final MeterRegistry meters;

    CacheMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void answered(String type, Source source) {
        meters.counter(
                        "trivet.cache.answers",
                        "type",
                        type,
                        "source",
                        source.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** An answer was not stored, because something changed while it was loaded or Redis was away. */
    void fillRefused(String type) {
        meters.counter("trivet.cache.fills.refused", "type", type).increment();
    }
}
