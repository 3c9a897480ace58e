package dev.trivet.gateway.proxy;

import dev.trivet.gateway.upstream.Fleets;
import dev.trivet.gateway.upstream.Target;
import dev.trivet.gateway.upstream.Upstream;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** What goes on between the gateway and its upstreams, in figures. Labels come from pack and settings alone. */
@Singleton
class Traffic {

    private static final Logger LOG = Logger.getLogger(Traffic.class);
    private static final String NAME = "trivet.gateway.upstream";
    private static final Duration[] BOUNDS = LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Fleets fleets;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    Traffic(MeterRegistry meters, Fleets fleets) {
        this.meters = meters;
        this.fleets = fleets;
    }

    private record Key(String upstream, String target, String what) {}

    /** How long one phase took: {@code connect}, {@code answer} (until it began), {@code total}. */
    void took(Upstream upstream, String phase, long nanos) {
        timers.computeIfAbsent(new Key(upstream.name(), "", phase), key -> Timer.builder(NAME)
                        .tag("upstream", key.upstream)
                        .tag("phase", key.what)
                        .serviceLevelObjectives(BOUNDS)
                        .register(meters))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** How one attempt went. */
    void attempt(Upstream upstream, Target target, String outcome) {
        count("attempts", upstream, target, "outcome", outcome);
    }

    /** What became of a request that could be tried again: {@code again}, or {@code over_budget}. */
    void retry(Upstream upstream, String outcome) {
        counters.computeIfAbsent(new Key(upstream.name(), "", outcome), key -> Counter.builder(NAME + ".retries")
                        .tag("upstream", key.upstream)
                        .tag("outcome", key.what)
                        .register(meters))
                .increment();
    }

    /** A target is left alone for a while. */
    void ejected(Upstream upstream, Target target) {
        LOG.warnf("%s at %s fails and is left alone for a while", upstream.name(), target.name());
        count("ejections", upstream, target, "reason", "failures");
    }

    private void count(String name, Upstream upstream, Target target, String tag, String value) {
        counters.computeIfAbsent(new Key(upstream.name(), target.name(), name + value), key -> {
                    watch(upstream, target);
                    return Counter.builder(NAME + "." + name)
                            .tag("upstream", key.upstream)
                            .tag("target", key.target)
                            .tag(tag, value)
                            .register(meters);
                })
                .increment();
    }

    private void watch(Upstream upstream, Target target) {
        Gauge.builder(NAME + ".well", fleets, all -> all.isWell(upstream.name(), target.name()) ? 1 : 0)
                .tag("upstream", upstream.name())
                .tag("target", target.name())
                .register(meters);
    }
}
