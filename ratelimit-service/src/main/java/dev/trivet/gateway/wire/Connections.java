package dev.trivet.gateway.wire;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are open, in all and by client address. */
final class Connections {

    private final int most;
    private final int mostOfOne;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    Connections(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Counts one more; nothing is counted when there are too many. */
    boolean enter() {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        open.decrementAndGet();
    }

    /** Counts one more of an address, likewise. */
    boolean enter(String address) {
        boolean[] entered = new boolean[1];
        byAddress.compute(address, (key, before) -> {
            int now = before == null ? 0 : before;
            entered[0] = now < mostOfOne;
            return entered[0] ? Integer.valueOf(now + 1) : before;
        });
        return entered[0];
    }

    void leave(String address) {
        byAddress.computeIfPresent(address, (key, now) -> now == 1 ? null : now - 1);
    }

    int open() {
        return open.get();
    }

    int addresses() {
        return byAddress.size();
    }
}
