package dev.trivet.gateway.limit;

/** So many from the first request on, then anew. */
final class WindowCounter implements Counter {

    private long start;
    private int count;

    @Override
    public boolean admits(Rule rule, int cost, long now) {
        if (now >= start + rule.window()) {
            count = 0;
        }
        return count + cost <= rule.limit();
    }

    @Override
    public String spend(Rule rule, int cost, long now) {
        if (count == 0) {
            start = now;
        }
        count += cost;
        return Long.toString(start);
    }

    @Override
    public void giveBack(Rule rule, int cost, String receipt, long now) {
        if (start == Long.parseLong(receipt)) {
            count = Math.max(0, count - cost);
        }
    }

    @Override
    public Verdict tell(Rule rule, int cost, long now, boolean admitted) {
        long reset = count == 0 ? 0 : start + rule.window() - now;
        return new Verdict(rule, admitted, Math.max(0, rule.limit() - count), reset, admitted ? 0 : reset);
    }
}
