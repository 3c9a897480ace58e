package dev.trivet.gateway.limit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What all limits of a request say together.
 *
 * @param unavailable whether a limit that must not be passed uncounted could not be counted
 */
public record Decision(List<Verdict> verdicts, boolean unavailable) {

    static final Decision UNLIMITED = new Decision(List.of(), false);
    static final Decision UNAVAILABLE = new Decision(List.of(), true);

    static Decision of(List<Verdict> verdicts) {
        return new Decision(List.copyOf(verdicts), false);
    }

    public boolean allowed() {
        return !unavailable && verdicts.stream().allMatch(Verdict::allowed);
    }

    /** The limit that the client will meet first: the refusal that lasts longest, else the one with least remaining. */
    public Optional<Verdict> tightest() {
        return verdicts.stream()
                .max(Comparator.comparingLong(Verdict::retryMicros)
                        .thenComparing(
                                Comparator.comparingInt(Verdict::remaining).reversed()));
    }

    /** Seconds until asking again makes sense, rounded up, so that who obeys is not refused a second time. */
    public long retryAfterSeconds() {
        long micros = verdicts.stream().mapToLong(Verdict::retryMicros).max().orElse(0);
        return Math.max(1, (micros + 999_999) / 1_000_000);
    }
}
