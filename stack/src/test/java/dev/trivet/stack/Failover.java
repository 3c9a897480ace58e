package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The death of a master while people are about, and how long it is felt. */
final class Failover {

    private static final Duration GIVE_UP = Duration.ofSeconds(30);

    private final TwoDoors doors;
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    Failover(TwoDoors doors) {
        this.doors = doors;
    }

    /**
     * What it came to, in milliseconds since the kill.
     *
     * @param replaced when a replica had taken the master's place
     * @param exact since when both gateways have counted together again
     * @param statuses how often which status was answered, from before the kill to after that
     */
    record Course(long replaced, long exact, Map<Integer, Integer> statuses) {}

    /** Kills a master in the middle of visits and edits, and waits until limits are exact again. */
    Course of(Runnable kill, BooleanSupplier isReplaced) {
        String token = doors.signIn("user@example.org");
        var ended = new AtomicBoolean();
        CompletableFuture<Void> visitors = CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
                for (int status : doors.visit(token)) {
                    statuses.merge(status, 1, Integer::sum);
                }
                doors.edit(token);
            }
        });
        try {
            assertThat(doors.limitsAreExact()).isTrue();
            long killed = System.nanoTime();
            kill.run();
            CompletableFuture<Long> replaced = CompletableFuture.supplyAsync(() -> when(killed, isReplaced));
            long exact = when(killed, doors::limitsAreExact);
            return new Course(replaced.join(), exact, statuses);
        } finally {
            ended.set(true);
            visitors.join();
        }
    }

    /** The time before the look that found it so. */
    private static long when(long since, BooleanSupplier condition) {
        long before;
        do {
            before = System.nanoTime();
            if (before - since > GIVE_UP.toNanos()) {
                throw new AssertionError("not within " + GIVE_UP);
            }
        } while (!condition.getAsBoolean());
        return (before - since) / 1_000_000;
    }
}
