package dev.trivet.gateway.limit;

import java.util.Arrays;

/** So many in any span of the window's length: the times of the admitted requests, oldest first. */
final class SlidingCounter implements Counter {

    private static final int FIRST_ROOM = 8;

    private long[] times = new long[FIRST_ROOM];
    private int count;

    @Override
    public boolean admits(Rule rule, int cost, long now) {
        int gone = 0;
        while (gone < count && times[gone] <= now - rule.window()) {
            gone++;
        }
        remove(0, gone);
        return count + cost <= rule.limit();
    }

    @Override
    public String spend(Rule rule, int cost, long now) {
        if (count + cost > times.length) {
            times = Arrays.copyOf(times, Math.max(count + cost, 2 * times.length));
        }
        Arrays.fill(times, count, count + cost, now);
        count += cost;
        return Long.toString(now);
    }

    /** Requests of the same moment are all the same, so any of them will do. */
    @Override
    public void giveBack(Rule rule, int cost, String receipt, long now) {
        long time = Long.parseLong(receipt);
        int first = 0;
        while (first < count && times[first] < time) {
            first++;
        }
        int last = first;
        while (last < count && last - first < cost && times[last] == time) {
            last++;
        }
        remove(first, last - first);
    }

    @Override
    public Verdict tell(Rule rule, int cost, long now, boolean admitted) {
        long reset = count == 0 ? 0 : times[count - 1] + rule.window() - now;
        long retry = admitted ? 0 : times[count + cost - rule.limit() - 1] + rule.window() - now;
        return new Verdict(rule, admitted, Math.max(0, rule.limit() - count), reset, retry);
    }

    private void remove(int from, int many) {
        System.arraycopy(times, from + many, times, from, count - from - many);
        count -= many;
    }
}
