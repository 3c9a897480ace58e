package dev.trivet.gateway.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Things that wait to be taken together; when there are too many, further ones are dropped. */
final class BoundedBatch<T> {

    private final int most;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    BoundedBatch(int most) {
        this.most = most;
    }

    void add(T thing) {
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
        } else {
            waiting.add(thing);
        }
    }

    /** The first few, no longer waiting. */
    List<T> take(int atMost) {
        List<T> taken = new ArrayList<>();
        for (T thing = waiting.poll(); thing != null; thing = waiting.poll()) {
            size.decrementAndGet();
            taken.add(thing);
            if (taken.size() == atMost) {
                break;
            }
        }
        return taken;
    }
}
