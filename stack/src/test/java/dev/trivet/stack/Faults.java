package dev.trivet.stack;

import dev.trivet.stack.history.Workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Makes one thing after another go wrong, in rounds in which each fault strikes once, in an order that the seed decides. */
final class Faults implements Callable<Void> {

    private static final int CALM_MILLIS = 400;
    private static final int CALM_SPREAD_MILLIS = 1_200;

    private final Fleet fleet;
    private final Random random;
    private final BooleanSupplier enough;
    private final List<Struck> struck = Collections.synchronizedList(new ArrayList<>());

    Faults(Fleet fleet, long seed, BooleanSupplier enough) {
        this.fleet = fleet;
        this.random = new Random(seed);
        this.enough = enough;
    }

    /** A fault that has been, on the clock of {@link System#nanoTime()}. */
    record Struck(Fault fault, long begin, long end) {}

    /** Strikes for one round, and then until it is enough. Returns when what the last fault broke has had time to show. */
    @Override
    public Void call() throws Exception {
        List<Fault> order = new ArrayList<>(List.of(Fault.values()));
        for (int round = 0; round == 0 || !enough.getAsBoolean(); round++) {
            Collections.shuffle(order, random);
            for (Fault fault : order) {
                TimeUnit.MILLISECONDS.sleep(CALM_MILLIS + random.nextInt(CALM_SPREAD_MILLIS));
                if (round > 0 && enough.getAsBoolean()) {
                    break;
                }
                long begin = System.nanoTime();
                fault.strike(fleet, random);
                struck.add(new Struck(fault, begin, System.nanoTime()));
            }
        }
        TimeUnit.NANOSECONDS.sleep(Workload.TIDE_NANOS);
        return null;
    }

    Map<Fault, Long> counts() {
        return struck.stream()
                .collect(Collectors.groupingBy(Struck::fault, () -> new EnumMap<>(Fault.class), Collectors.counting()));
    }

    /** The faults that reached into a span of time. */
    List<Struck> between(long begin, long end) {
        return struck.stream()
                .filter(fault -> fault.end() >= begin && fault.begin() <= end)
                .toList();
    }
}
