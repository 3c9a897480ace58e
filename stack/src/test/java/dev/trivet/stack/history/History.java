package dev.trivet.stack.history;

import dev.trivet.stack.history.Violation.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What clients wrote and read, key by key, and whether it is lawful.
 *
 * <p>A key's versions are numbers that rise with each write. The law: a read that begins after a write was acknowledged
 * sees it, at once on the same replica and within a bound on any other. A write whose answer never came binds nobody, but
 * once a read has seen it, later ones must.
 *
 * <p>Takes operations from many threads. Each costs some 50 bytes; judging sorts them.
 */
public final class History {

    private final List<KeyHistory> keys;
    private final long began = System.nanoTime();

    /** An empty history of keys numbered from 0. */
    public History(int keys, int replicas) {
        this.keys = IntStream.range(0, keys)
                .mapToObj(key -> new KeyHistory(key, replicas))
                .toList();
    }

    /** When the history began, on the clock of {@link System#nanoTime()}. */
    public long began() {
        return began;
    }

    public void read(int key, int replica, long version, long begin, long end) {
        keys.get(key).add(new Operation(false, replica, version, begin, end));
    }

    public void write(int key, int replica, long version, long begin, long acknowledged) {
        keys.get(key).add(new Operation(true, replica, version, begin, acknowledged));
    }

    /** A write whose connection died before the answer came. */
    public void unknownWrite(int key, int replica, long begin) {
        keys.get(key).add(new Operation(true, replica, Operation.UNKNOWN, begin, Operation.NEVER));
    }

    /** What a history came to. */
    public record Verdict(Map<Kind, Long> violations, List<Violation> examples, Staleness elsewhere) {

        public boolean isLawful() {
            return violations.values().stream().allMatch(count -> count == 0);
        }
    }

    /**
     * Judges the history.
     *
     * @param bound how long a write may be unseen on replicas other than the one that acknowledged it
     */
    public Verdict check(Duration bound) {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, 0L);
        }
        List<Violation> examples = new ArrayList<>();
        List<long[]> delays = new ArrayList<>();
        for (KeyHistory key : keys) {
            key.check(bound.toNanos(), violation -> {
                counts.merge(violation.kind(), 1L, Long::sum);
                keep(examples, violation);
            });
            delays.add(key.delaysElsewhere());
        }
        examples.sort(Comparator.comparingLong(violation -> violation.late().begin()));
        return new Verdict(counts, examples, Staleness.of(delays));
    }

    /** The operations on a key around a violation, one a line, in milliseconds since the history began. */
    public List<String> excerpt(Violation violation) {
        return keys.get(violation.key()).around(violation, began);
    }

    /** One of each kind and key is enough to look into. */
    private static void keep(List<Violation> examples, Violation violation) {
        if (examples.stream().noneMatch(kept -> kept.kind() == violation.kind() && kept.key() == violation.key())) {
            examples.add(violation);
        }
    }
}
