package dev.trivet.gateway.upstream;

/** A target and how it fares. */
final class Replica {

    private final Target target;
    private final Breaker breaker;

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
