package dev.trivet.gateway.upstream;

/** A target and how it fares. */
final class Replica {

    private final Target target;
    private final Breaker breaker;
    private final Departure departure = new Departure();

    /** How far it is behind its share; the balancer's alone. */
    private long due;

    Replica(Target target, Breaker breaker) {
        this.target = target;
        this.breaker = breaker;
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

    void waits() {
        due += target.weight();
    }

    void goes(long all) {
        due -= all;
    }

    long due() {
        return due;
    }
}
