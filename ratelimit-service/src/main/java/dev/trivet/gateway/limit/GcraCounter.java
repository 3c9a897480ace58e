package dev.trivet.gateway.limit;

/**
 * Evenly spaced, with a burst: the virtual scheduling algorithm of ITU-T I.371. A request is put at the end of a queue
 * that empties at the limit's pace, and admitted if the queue is short enough then.
 *
 * <p>What is given back must not shorten the queue by time that has passed since: what has left the queue made room for
 * others already. So beside the time when the queue will be empty it remembers since when it has not been, and how much has
 * been put in since then.
 */
final class GcraCounter implements Counter {

    private long begun;
    private long put;
    private long empty;

    @Override
    public boolean admits(Rule rule, int cost, long now) {
        if (empty <= now) {
            begun = now;
            put = 0;
            empty = now;
        }
        return empty + (cost - rule.burst()) * rule.interval() <= now;
    }

    @Override
    public String spend(Rule rule, int cost, long now) {
        put += cost * rule.interval();
        empty += cost * rule.interval();
        return begun + ":" + put;
    }

    @Override
    public void giveBack(Rule rule, int cost, String receipt, long now) {
        int colon = receipt.indexOf(':');
        if (begun == Long.parseLong(receipt.substring(0, colon))) {
            long behind = put - Long.parseLong(receipt.substring(colon + 1));
            empty = Math.min(empty, Math.max(empty - cost * rule.interval(), now + behind));
        }
    }

    @Override
    public Verdict tell(Rule rule, int cost, long now, boolean admitted) {
        long room = now + rule.burst() * rule.interval() - empty;
        long retry = admitted ? 0 : empty + (cost - rule.burst()) * rule.interval() - now;
        return new Verdict(rule, admitted, (int) Math.max(0, room / rule.interval()), empty - now, retry);
    }
}
