package dev.trivet.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class LineQueueTest {

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final AtomicInteger dropped = new AtomicInteger();

    @Test
    void whatDoesNotFitIsDroppedAndCounted() {
        var queue = new LineQueue<String>(2, written::addAll, dropped::incrementAndGet);
        queue.add("a");
        queue.add("b");
        queue.add("c");
        assertThat(dropped).hasValue(1);

        queue.start("lines");
        queue.stop();
        assertThat(written).containsExactly("a", "b");
    }

    @Test
    void aLineThatCannotBeWrittenTakesNoneOfTheLaterAlong() {
        var queue = new LineQueue<String>(10, this::write, dropped::incrementAndGet);
        queue.start("lines");
        queue.add("bad");
        await().until(() -> dropped.get() == 1);

        queue.add("good");
        await().until(() -> written.contains("good"));
        queue.stop();
    }

    private void write(List<String> lines) {
        if (lines.contains("bad")) {
            throw new IllegalStateException("no such disk");
        }
        written.addAll(lines);
    }
}
