package dev.trivet.gateway.limit;

import java.util.ArrayDeque;

/** The state of one limit for one subject, in memory. All times are in microseconds. Not safe for threads. */
interface Counter {

    boolean admits(long now);

    /** Counts a request that {@link #admits} has admitted. */
    void spend(long now);

    /** How things stand now; {@code admitted} is what was said to the request. */
    Verdict tell(long now, boolean admitted);

    static Counter of(Rule rule) {
        return switch (rule.algorithm()) {
            case WINDOW -> new Window(rule);
            case SLIDING -> new Sliding(rule);
            case GCRA -> new Gcra(rule);
        };
    }

    /** So many from the first request on, then anew. */
    final class Window implements Counter {

        private final Rule rule;
        private long start;
        private int count;

        private Window(Rule rule) {
            this.rule = rule;
        }

        @Override
        public boolean admits(long now) {
            if (count > 0 && now >= start + rule.window()) {
                count = 0;
            }
            return count < rule.limit();
        }

        @Override
        public void spend(long now) {
            if (count == 0) {
                start = now;
            }
            count++;
        }

        @Override
        public Verdict tell(long now, boolean admitted) {
            long reset = count == 0 ? 0 : start + rule.window() - now;
            return new Verdict(rule, admitted, rule.limit() - count, reset, admitted ? 0 : reset);
        }
    }

    /** So many in any span of the window's length: the times of the admitted requests, oldest first. */
    final class Sliding implements Counter {

        private final Rule rule;
        private final ArrayDeque<Long> times = new ArrayDeque<>();

        private Sliding(Rule rule) {
            this.rule = rule;
        }

        @Override
        public boolean admits(long now) {
            while (!times.isEmpty() && times.peekFirst() <= now - rule.window()) {
                times.pollFirst();
            }
            return times.size() < rule.limit();
        }

        @Override
        public void spend(long now) {
            times.addLast(now);
        }

        @Override
        public Verdict tell(long now, boolean admitted) {
            long reset = times.isEmpty() ? 0 : times.peekLast() + rule.window() - now;
            long retry = admitted ? 0 : times.peekFirst() + rule.window() - now;
            return new Verdict(rule, admitted, rule.limit() - times.size(), reset, retry);
        }
    }

    /** Evenly spaced, with a burst of the whole limit: the virtual scheduling algorithm of ITU-T I.371. */
    final class Gcra implements Counter {

        private final Rule rule;
        private final long burst;
        private long arrival;

        private Gcra(Rule rule) {
            this.rule = rule;
            this.burst = rule.interval() * rule.limit();
        }

        @Override
        public boolean admits(long now) {
            arrival = Math.max(arrival, now);
            return arrival + rule.interval() - burst <= now;
        }

        @Override
        public void spend(long now) {
            arrival += rule.interval();
        }

        @Override
        public Verdict tell(long now, boolean admitted) {
            int remaining = (int) ((now + burst - arrival) / rule.interval());
            long retry = admitted ? 0 : arrival + rule.interval() - burst - now;
            return new Verdict(rule, admitted, remaining, arrival - now, retry);
        }
    }
}
