package dev.trivet.stack.history;

import dev.trivet.stack.history.Violation.Kind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All operations on one key, and the law for them. */
final class KeyHistory {

    private static final Comparator<Operation> BY_BEGIN = Comparator.comparingLong(Operation::begin);
    private static final Comparator<Operation> BY_END = Comparator.comparingLong(Operation::end);
    private static final long AROUND_NANOS = 50_000_000;
    private static final int MOST_LINES = 60;

    private final int key;
    private final int replicas;
    private final List<Operation> reads = new ArrayList<>();
    private final List<Operation> writes = new ArrayList<>();

    KeyHistory(int key, int replicas) {
        this.key = key;
        this.replicas = replicas;
    }

    synchronized void add(Operation operation) {
        (operation.isWrite() ? writes : reads).add(operation);
    }

    /** Goes once through the reads as they began, and knows for each what had to be known by then. */
    synchronized void check(long boundNanos, Consumer<Violation> tell) {
        reads.sort(BY_BEGIN);
        writes.sort(BY_END);
        List<Operation> readsByEnd = new ArrayList<>(reads);
        readsByEnd.sort(BY_END);
        var everywhere = new Known(writes, 1);
        var here = new Known(writes, replicas);
        var seen = new Known(readsByEnd, replicas);
        for (Operation read : reads) {
            everywhere.advanceTo(read.begin() - boundNanos);
            here.advanceTo(read.begin());
            seen.advanceTo(read.begin() - boundNanos);
            judge(Kind.STALE, read, everywhere.newest(0), tell);
            judge(Kind.STALE_WHERE_WRITTEN, read, here.newest(read.replica()), tell);
            judge(Kind.WENT_BACK, read, seen.newest(read.replica()), tell);
        }
    }

    private void judge(Kind kind, Operation read, Operation known, Consumer<Violation> tell) {
        if (known != null && read.version() < known.version()) {
            tell.accept(new Violation(kind, key, read, known));
        }
    }

    /** The newest version of operations that had ended by a moment that moves on, for each replica or for all as one. */
    private static final class Known {

        private final List<Operation> byEnd;
        private final Operation[] newest;
        private int next;

        Known(List<Operation> byEnd, int replicas) {
            this.byEnd = byEnd;
            this.newest = new Operation[replicas];
        }

        void advanceTo(long moment) {
            while (next < byEnd.size() && byEnd.get(next).end() < moment) {
                Operation operation = byEnd.get(next++);
                int at = newest.length == 1 ? 0 : operation.replica();
                if (newest[at] == null || operation.version() > newest[at].version()) {
                    newest[at] = operation;
                }
            }
        }

        Operation newest(int replica) {
            return newest[replica];
        }
    }

    /**
     * For each acknowledged write, how long after that a read on another replica still missed it: from the acknowledgement
     * to the beginning of the last such read; 0 when there was none.
     */
    synchronized long[] delaysElsewhere() {
        List<List<Operation>> elsewhere = new ArrayList<>();
        List<long[]> leastFrom = new ArrayList<>();
        for (int replica = 0; replica < replicas; replica++) {
            int there = replica;
            List<Operation> others = reads.stream()
                    .filter(read -> read.replica() != there)
                    .sorted(BY_BEGIN)
                    .toList();
            elsewhere.add(others);
            leastFrom.add(leastFrom(others));
        }
        return writes.stream()
                .filter(write -> write.end() != Operation.NEVER)
                .mapToLong(write -> {
                    long[] least = leastFrom.get(write.replica());
                    int last = lastBelow(least, write.version());
                    long begin = last < 0
                            ? write.end()
                            : elsewhere.get(write.replica()).get(last).begin();
                    return Math.max(0, begin - write.end());
                })
                .toArray();
    }

    /** At each place the least version from there on, which can only rise. */
    private static long[] leastFrom(List<Operation> reads) {
        long[] least = new long[reads.size()];
        long soFar = Long.MAX_VALUE;
        for (int i = reads.size() - 1; i >= 0; i--) {
            soFar = Math.min(soFar, reads.get(i).version());
            least[i] = soFar;
        }
        return least;
    }

    /** The last place whose value is below a version, or -1. Values repeat, so the search is for the first that is not. */
    private static int lastBelow(long[] rising, long version) {
        int low = 0;
        int high = rising.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rising[middle] < version) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    synchronized List<String> around(Violation violation, long origin) {
        long from = violation.missed().begin() - AROUND_NANOS;
        long to = violation.late().end() + AROUND_NANOS;
        Operation[] near = Stream.concat(writes.stream(), reads.stream())
                .filter(operation -> operation.begin() >= from && operation.begin() <= to)
                .filter(operation -> operation.isWrite()
                        || operation.equals(violation.late())
                        || operation.equals(violation.missed())
                        || tells(operation, violation))
                .toArray(Operation[]::new);
        Arrays.sort(near, BY_BEGIN);
        return Arrays.stream(near)
                .limit(MOST_LINES)
                .map(operation -> line(operation, violation, origin))
                .toList();
    }

    /** Reads just before and after the late one tell the most. */
    private static boolean tells(Operation read, Violation violation) {
        return Math.abs(read.begin() - violation.late().begin()) < AROUND_NANOS
                || Math.abs(read.end() - violation.missed().end()) < AROUND_NANOS / 10;
    }

    private static String line(Operation operation, Violation violation, long origin) {
        String mark = operation.equals(violation.late())
                ? "  <-- saw less than it had to"
                : operation.equals(violation.missed()) ? "  <-- had to be seen" : "";
        return "%10.1f %10s  replica %d  %-5s version %s%s"
                .formatted(
                        (operation.begin() - origin) / 1e6,
                        operation.end() == Operation.NEVER
                                ? "no answer"
                                : "%.1f".formatted((operation.end() - origin) / 1e6),
                        operation.replica(),
                        operation.isWrite() ? "write" : "read",
                        operation.version() == Operation.UNKNOWN ? "unknown" : operation.version(),
                        mark);
    }
}
