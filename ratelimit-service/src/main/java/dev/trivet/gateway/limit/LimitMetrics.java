package dev.trivet.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what limits say, by the limits' names: there are as many as the pack has, whoever asks. */
@Singleton
class LimitMetrics {

    /** In hundredths: the histogram knows whole numbers alone. */
    private static final double[] SHARES = {50, 80, 90, 100};

    private final MeterRegistry meters;
    private final Timer redis;
    private final Map<String, Map<Outcome, Counter>> outcomes = new ConcurrentHashMap<>();
    private final Map<String, DistributionSummary> uses = new ConcurrentHashMap<>();

    LimitMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.redis = meters.timer("trivet.limits.redis");
    }

    /** What came of one request under one limit. */
    enum Outcome {
        ALLOWED,
        REFUSED,
        /** A shadow would have refused it. */
        SHADOWED,
        /** Refused from memory, without asking Redis. */
        REMEMBERED,
        /** Admitted by this gateway's own count, while Redis was away. */
        LOCAL,
        LOCAL_REFUSED,
        /** Let pass uncounted. */
        OPEN,
        /** Answered 503. */
        CLOSED
    }

    void asked(long startedNanos) {
        redis.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    void decided(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            Rule rule = verdict.rule();
            came(rule, verdict.allowed() ? Outcome.ALLOWED : rule.shadow() ? Outcome.SHADOWED : Outcome.REFUSED);
            uses.computeIfAbsent(rule.name(), this::use)
                    .record(100 - Math.min(100, 100.0 * verdict.remaining() / rule.capacity()));
        }
    }

    void decidedLocally(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            came(verdict.rule(), verdict.allowed() ? Outcome.LOCAL : Outcome.LOCAL_REFUSED);
        }
    }

    void came(Rule rule, Outcome outcome) {
        outcomes.computeIfAbsent(rule.name(), this::counters).get(outcome).increment();
    }

    private Map<Outcome, Counter> counters(String limit) {
        Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            String name = outcome.name().toLowerCase(Locale.ROOT);
            counters.put(outcome, meters.counter("trivet.limits", "limit", limit, "outcome", name));
        }
        return counters;
    }

    private DistributionSummary use(String limit) {
        return DistributionSummary.builder("trivet.limits.use")
                .baseUnit("percent")
                .tag("limit", limit)
                .serviceLevelObjectives(SHARES)
                .register(meters);
    }
}
