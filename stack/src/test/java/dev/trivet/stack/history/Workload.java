package dev.trivet.stack.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Clients that write and read a few keys on all replicas as fast as they are answered, and note what they saw.
 *
 * <p>Writes come in tides. While they flow, every answer is dropped soon after it was stored, which is when late loads do
 * harm; but the next write also repairs what the last one broke. So then they ebb for longer than replicas may differ, and
 * what is still wrong shows.
 */
public final class Workload {

    /** From one coming in to the next. */
    public static final long TIDE_NANOS = TimeUnit.MILLISECONDS.toNanos(2_600);

    private static final long FLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long EBB_LOOK_MILLIS = 10;
    private static final long AFTER_FAILURE_MILLIS = 20;
    private static final int ONE_LIST_IN = 25;

    private final List<? extends Replica> replicas;
    private final int keys;
    private final long seed;
    private final History history;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private volatile boolean over;

    public Workload(List<? extends Replica> replicas, int keys, long seed) {
        this.replicas = replicas;
        this.keys = keys;
        this.seed = seed;
        this.history = new History(keys, replicas.size());
    }

    public History history() {
        return history;
    }

    public long reads() {
        return reads.get();
    }

    public long writes() {
        return writes.get();
    }

    /** Reads and writes that were not answered, because what was to answer them was dead just then. */
    public long unanswered() {
        return unanswered.get();
    }

    /** Answered reads and writes so far. A list is one, however many keys it shows. */
    public long operations() {
        return reads() + writes();
    }

    /** How often the tide has come in and gone out. */
    public long tides() {
        return (System.nanoTime() - history.began()) / TIDE_NANOS;
    }

    /** One read or write. */
    private interface Deed {
        void doIt(int replica, Random random) throws IOException, InterruptedException;
    }

    /** Runs until it is enough. */
    public void run(int writers, int readers, BooleanSupplier enough) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(writers + readers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < writers + readers; client++) {
                Deed deed = client < writers ? this::write : this::read;
                var random = new Random(seed + client);
                running.add(clients.submit(() -> repeat(deed, random)));
            }
            while (!enough.getAsBoolean() && running.stream().noneMatch(Future::isDone)) {
                TimeUnit.MILLISECONDS.sleep(EBB_LOOK_MILLIS);
            }
            over = true;
            for (Future<?> client : running) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            over = true;
            clients.shutdownNow();
        }
    }

    private Void repeat(Deed deed, Random random) throws InterruptedException {
        while (!over) {
            try {
                deed.doIt(random.nextInt(replicas.size()), random);
            } catch (IOException e) {
                unanswered.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MILLIS);
            }
        }
        return null;
    }

    private void write(int replica, Random random) throws IOException, InterruptedException {
        while (!over && (System.nanoTime() - history.began()) % TIDE_NANOS > FLOW_NANOS) {
            TimeUnit.MILLISECONDS.sleep(EBB_LOOK_MILLIS);
        }
        int key = random.nextInt(keys);
        long begin = System.nanoTime();
        try {
            long version = replicas.get(replica).write(key);
            history.write(key, replica, version, begin, System.nanoTime());
            writes.incrementAndGet();
        } catch (IOException e) {
            history.unknownWrite(key, replica, begin);
            throw e;
        }
    }

    private void read(int replica, Random random) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        if (random.nextInt(ONE_LIST_IN) == 0) {
            var shown = new long[keys];
            replicas.get(replica).list((key, version) -> shown[key] = version);
            long end = System.nanoTime();
            for (int key = 0; key < keys; key++) {
                history.read(key, replica, shown[key], begin, end);
            }
        } else {
            int key = random.nextInt(keys);
            long version = replicas.get(replica).read(key);
            history.read(key, replica, version, begin, System.nanoTime());
        }
        reads.incrementAndGet();
    }
}
