package dev.trivet.session.revocation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts sessions as they begin and as they are ended; those that run out by themselves are not counted. */
@Singleton
public class SessionMetrics {

    private static final String NAME = "trivet.sessions";
    private static final String EVENT = "event";

    private final Counter begun;
    private final Counter refreshed;
    private final Counter ended;

    SessionMetrics(MeterRegistry meters) {
        this.begun = meters.counter(NAME, EVENT, "begun");
        this.refreshed = meters.counter(NAME, EVENT, "refreshed");
        this.ended = meters.counter(NAME, EVENT, "ended");
    }

    public void begun() {
        begun.increment();
    }

    public void refreshed() {
        refreshed.increment();
    }

    void ended(int sessions) {
        ended.increment(sessions);
    }
}
