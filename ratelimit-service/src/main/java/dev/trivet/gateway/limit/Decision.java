package dev.trivet.gateway.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What all limits of a request say together. Limits that are only shadows say nothing here.
 *
 * @param unavailable whether a limit that must not be passed uncounted could not be counted
 * @param spent what has been counted
 */
public record Decision(List<Verdict> verdicts, boolean unavailable, List<Spent> spent) {

    static final Decision UNLIMITED = new Decision(List.of(), false, List.of());
    static final Decision UNAVAILABLE = new Decision(List.of(), true, List.of());

    private static final long SECOND = 1_000_000;

    static Decision of(List<Verdict> verdicts) {
        return of(verdicts, List.of());
    }

    static Decision of(List<Verdict> verdicts, List<Spent> spent) {
        return new Decision(enforced(verdicts), false, spent);
    }

    private static List<Verdict> enforced(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            if (verdict.rule().shadow()) {
                return verdicts.stream().filter(one -> !one.rule().shadow()).toList();
            }
        }
        return verdicts;
    }

    /** Both of what was decided apart. */
    Decision and(Decision other) {
        return new Decision(
                joined(verdicts, other.verdicts), unavailable || other.unavailable, joined(spent, other.spent));
    }

    /** The same once everything that was spent has been given back. */
    Decision givenBack() {
        List<Verdict> restored = verdicts.stream().map(this::restored).toList();
        return new Decision(restored, unavailable, List.of());
    }

    public boolean allowed() {
        if (unavailable) {
            return false;
        }
        for (Verdict verdict : verdicts) {
            if (!verdict.allowed()) {
                return false;
            }
        }
        return true;
    }

    /** The limit that the client will meet first: the refusal that lasts longest, else the one with least remaining. */
    public Optional<Verdict> tightest() {
        return verdicts.stream()
                .max(Comparator.comparingLong(Verdict::retryMicros)
                        .thenComparing(
                                Comparator.comparingInt(Verdict::remaining).reversed()));
    }

    /** Names of the limits that refuse. */
    public List<String> violated() {
        return verdicts.stream()
                .filter(verdict -> !verdict.allowed())
                .map(verdict -> verdict.rule().name())
                .toList();
    }

    /** Seconds until asking again makes sense, rounded up, so that who obeys is not refused a second time. */
    public long retryAfterSeconds() {
        long micros = verdicts.stream().mapToLong(Verdict::retryMicros).max().orElse(0);
        return Math.max(1, (micros + SECOND - 1) / SECOND);
    }

    private Verdict restored(Verdict verdict) {
        int cost = spent.stream()
                .filter(one -> one.match().rule().equals(verdict.rule()))
                .mapToInt(one -> one.match().cost())
                .sum();
        return cost == 0
                ? verdict
                : new Verdict(
                        verdict.rule(),
                        verdict.allowed(),
                        Math.min(verdict.rule().capacity(), verdict.remaining() + cost),
                        verdict.resetMicros(),
                        verdict.retryMicros());
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
