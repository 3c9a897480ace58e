package dev.trivet.gateway.access;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** Lines on their way to where they are written, by a thread of its own. Who writes slowly loses lines; nobody waits for it. */
final class LineQueue<T> {

    private static final int AT_ONCE = 256;

    private final BlockingQueue<T> waiting;
    private final Consumer<List<T>> writer;
    private final Runnable dropped;
    private Thread thread;

    /**
     * @param dropped hears of each line that found no room
     */
    LineQueue(int most, Consumer<List<T>> writer, Runnable dropped) {
        this.waiting = new ArrayBlockingQueue<>(most);
        this.writer = writer;
        this.dropped = dropped;
    }

    void add(T line) {
        if (!waiting.offer(line)) {
            dropped.run();
        }
    }

    void start(String name) {
        thread = new Thread(this::drain, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Writes what is still waiting, and ends. */
    void stop() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        List<T> lines = new ArrayList<>(AT_ONCE);
        try {
            while (true) {
                lines.add(waiting.take());
                waiting.drainTo(lines, AT_ONCE - 1);
                write(lines);
                lines.clear();
            }
        } catch (InterruptedException over) {
            waiting.drainTo(lines);
            write(lines);
        }
    }

    /** Whatever happens to some lines, those after them are written. */
    private void write(List<T> lines) {
        try {
            writer.accept(lines);
        } catch (RuntimeException | OutOfMemoryError broken) {
            lines.forEach(lost -> dropped.run());
        }
    }
}
