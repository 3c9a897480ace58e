package dev.trivet.stack.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How long after their acknowledgement writes were still missed on other replicas. */
public record Staleness(Duration p50, Duration p99, Duration max) {

    static Staleness of(List<long[]> delays) {
        long[] sorted = delays.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Staleness(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static Duration at(long[] sorted, double share) {
        int place = (int) Math.ceil(share * sorted.length) - 1;
        return Duration.ofNanos(sorted.length == 0 ? 0 : sorted[Math.max(0, place)]);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %.1f ms, p99 %.1f ms, max %.1f ms", millis(p50), millis(p99), millis(max));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
