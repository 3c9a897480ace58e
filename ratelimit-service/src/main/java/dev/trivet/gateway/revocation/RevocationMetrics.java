package dev.trivet.gateway.revocation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** How soon this gateway learns of withdrawals, and since when it may have missed some. */
@Singleton
class RevocationMetrics {

    private static final Duration[] BOUNDS = LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Timer delay;

    RevocationMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.delay = Timer.builder("trivet.revocation.delay")
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    void watch(LongSupplier ageNanos) {
        Gauge.builder(
                        "trivet.revocation.journal.age.seconds",
                        ageNanos,
                        age -> (double) age.getAsLong() / TimeUnit.SECONDS.toNanos(1))
                .strongReference(true)
                .register(meters);
    }

    /**
     * A withdrawal was news here.
     *
     * @param ageMillis how old it was when session-service looked; null from one that does not tell yet
     * @param questionNanos how long the question took: session-service looked at its beginning at the earliest
     */
    void learned(Long ageMillis, long questionNanos) {
        if (ageMillis != null) {
            delay.record(TimeUnit.MILLISECONDS.toNanos(Math.max(0, ageMillis)) + questionNanos, TimeUnit.NANOSECONDS);
        }
    }
}
