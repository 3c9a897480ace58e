package dev.trivet.api.counter;

import io.smallrye.mutiny.Uni;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Raises of one counter, put together: one statement at a time, and who comes meanwhile shares the next. */
final class Batches {

    private Batch waiting;
    private boolean underWay;

    /** Those who share a statement. */
    private static final class Batch {

        private final String period;
        private final IntFunction<Uni<Long>> statement;
        private final CompletableFuture<Long> result = new CompletableFuture<>();
        private Batch next;
        private int size;

        Batch(String period, IntFunction<Uni<Long>> statement) {
            this.period = period;
            this.statement = statement;
        }
    }

    /**
     * Raises by one.
     *
     * @param statement raises by any number, and says the value after that
     */
    Uni<Long> join(String period, IntFunction<Uni<Long>> statement) {
        return Uni.createFrom().completionStage(() -> add(period, statement).copy());
    }

    private CompletableFuture<Long> add(String period, IntFunction<Uni<Long>> statement) {
        Batch mine;
        Batch due;
        synchronized (this) {
            if (waiting == null) {
                waiting = new Batch(period, statement);
            }
            Batch last = waiting;
            while (last.next != null) {
                last = last.next;
            }
            if (!last.period.equals(period)) {
                // Midnight came: those of yesterday go first.
                last.next = new Batch(period, statement);
                last = last.next;
            }
            last.size++;
            mine = last;
            due = takeIfIdle();
        }
        run(due);
        return mine.result;
    }

    private Batch takeIfIdle() {
        if (underWay || waiting == null) {
            return null;
        }
        Batch due = waiting;
        waiting = due.next;
        underWay = true;
        return due;
    }

    private void run(Batch batch) {
        if (batch == null) {
            return;
        }
        batch.statement
                .apply(batch.size)
                .subscribe()
                .with(
                        value -> finish(() -> batch.result.complete(value)),
                        failure -> finish(() -> batch.result.completeExceptionally(failure)));
    }

    private void finish(Runnable tell) {
        Batch due;
        synchronized (this) {
            underWay = false;
            due = takeIfIdle();
        }
        run(due);
        tell.run();
    }
}
