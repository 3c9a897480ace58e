package dev.trivet.gateway.load;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many places each client holds, of which nobody may have more than a share. Who holds none is not remembered. */
final class Shares {

    private final int most;
    private final ConcurrentMap<String, Integer> held = new ConcurrentHashMap<>();

    /**
     * @param most places of one client
     */
    Shares(int most) {
        this.most = most;
    }

    /** Takes one more place for a client, if he may have it; it is to be given back then, once. */
    boolean take(String client) {
        boolean[] taken = new boolean[1];
        held.compute(client, (who, his) -> {
            int now = his == null ? 0 : his;
            taken[0] = now < most;
            return taken[0] ? Integer.valueOf(now + 1) : his;
        });
        return taken[0];
    }

    void giveBack(String client) {
        held.computeIfPresent(client, (who, his) -> his > 1 ? his - 1 : null);
    }

    /** Clients that hold a place. */
    int clients() {
        return held.size();
    }
}
