package dev.trivet.gateway.live;

import java.util.HashMap;
import java.util.Map;

/** Places of which there are so many altogether, and so many for each of those who take them. */
final class Places {

    private final int most;
    private final int mostEach;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(int most, int mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /** What became of who wanted one. */
    enum Answer {
        TAKEN,
        ALL_TAKEN,
        TAKEN_ENOUGH
    }

    synchronized Answer take(String who) {
        int his = taken.getOrDefault(who, 0);
        if (his >= mostEach) {
            return Answer.TAKEN_ENOUGH;
        }
        if (all >= most) {
            return Answer.ALL_TAKEN;
        }
        taken.put(who, his + 1);
        all++;
        return Answer.TAKEN;
    }

    synchronized void giveBack(String who) {
        taken.computeIfPresent(who, (key, his) -> his > 1 ? his - 1 : null);
        all--;
    }

    synchronized int taken() {
        return all;
    }
}
