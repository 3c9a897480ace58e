package dev.trivet.gateway.upstream;

/** A target and how it fares. */
final class Replica {

    /** A share of one, which can be parted among up to ten evenly. */
    private static final long WHOLE = 2_520;

    private final Target target;
    private final long weight;
    private final Breaker breaker;
    private final Departure departure;

    /** How far it is behind its share; the balancer's alone. */
    private long due;

    /**
     * @param among so many targets share the weight that is written for one
     * @param before the same target as it was known so far, or null
     */
    Replica(Target target, int among, Replica before) {
        this.target = target;
        this.weight = Math.max(1, WHOLE * target.weight() / among);
        this.breaker = before == null ? new Breaker() : before.breaker;
        this.departure = before == null ? new Departure() : before.departure;
    }

    Target target() {
        return target;
    }

    Breaker breaker() {
        return breaker;
    }

    Departure departure() {
        return departure;
    }

    boolean isWell() {
        return breaker.isWell();
    }

    /** Whether it is well, and will be in a moment. */
    boolean stays() {
        return breaker.isWell() && !departure.isAnnounced();
    }

    long weight() {
        return weight;
    }

    void waits() {
        due += weight;
    }

    void goes(long all) {
        due -= all;
    }

    long due() {
        return due;
    }
}
