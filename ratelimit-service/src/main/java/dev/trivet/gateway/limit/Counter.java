package dev.trivet.gateway.limit;

/**
 * The state of one limit for one subject, in memory. All times are in microseconds. Not safe for threads.
 *
 * <p>It holds no rule: a pack that is read anew may bring another one for the same state.
 */
interface Counter {

    boolean admits(Rule rule, int cost, long now);

    /**
     * Counts a request that {@link #admits} has admitted.
     *
     * @return what {@link #giveBack} needs
     */
    String spend(Rule rule, int cost, long now);

    /** Undoes a {@link #spend}, as far as it still weighs on anything. */
    void giveBack(Rule rule, int cost, String receipt, long now);

    /** How things stand now; {@code admitted} is what was said to a request of that cost. */
    Verdict tell(Rule rule, int cost, long now, boolean admitted);

    static Counter of(Rule rule) {
        return switch (rule.algorithm()) {
            case WINDOW -> new WindowCounter();
            case SLIDING -> new SlidingCounter();
            case GCRA -> new GcraCounter();
        };
    }
}
