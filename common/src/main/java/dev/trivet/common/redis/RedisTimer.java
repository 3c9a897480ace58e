package dev.trivet.common.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How long Redis takes for a command, as this process finds it: its own event loops' hurry is in it. */
@Singleton
class RedisTimer {

    private static final int[] BOUNDS_MICROS = {100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 50_000, 100_000};

    private final Timer timer;

    RedisTimer(MeterRegistry meters) {
        timer = Timer.builder("trivet.redis.command")
                .serviceLevelObjectives(IntStream.of(BOUNDS_MICROS)
                        .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
                        .toArray(Duration[]::new))
                .register(meters);
    }

    /** A command was answered, or given up. */
    void took(long nanos) {
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
