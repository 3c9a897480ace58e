package dev.trivet.gateway;

import dev.trivet.gateway.route.Route;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts what became of requests. */
@Singleton
public class Outcomes {

    private static final String NAME = "trivet.gateway.requests";

    private final MeterRegistry meters;

    Outcomes(MeterRegistry meters) {
        this.meters = meters;
    }

    void forwarded(Route route) {
        meters.counter(
                        NAME,
                        "outcome",
                        "forwarded",
                        "upstream",
                        route.upstream().name())
                .increment();
    }

    public void refused(int status) {
        meters.counter(NAME, "outcome", Integer.toString(status), "upstream", "none")
                .increment();
    }
}
