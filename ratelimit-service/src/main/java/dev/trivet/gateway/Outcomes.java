package dev.trivet.gateway;

import dev.trivet.gateway.load.Load;
import dev.trivet.gateway.load.Ticket;
import dev.trivet.gateway.route.Route;
import dev.trivet.gateway.upstream.Upstream;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Counts what became of requests. */
@Singleton
public class Outcomes {

    private static final String NAME = "trivet.gateway.requests";

    private final MeterRegistry meters;
    private final Load load;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Map<String, Counter> forwarded = new ConcurrentHashMap<>();
    private final Map<Integer, Counter> refused = new ConcurrentHashMap<>();

    Outcomes(MeterRegistry meters, Load load) {
        this.meters = meters;
        this.load = load;
    }

    /** Somebody came for an upstream, and was let in or not. */
    void came(Upstream upstream, Ticket ticket) {
        if (watched.add(upstream.name())) {
            gauge("trivet.gateway.in.flight", upstream, load::inFlight);
            gauge("trivet.gateway.concurrency", upstream, load::most);
            // There from the start, so that the first of a kind is seen to be one more.
            Stream.of(Load.Entry.values())
                    .filter(entry -> entry != Load.Entry.IN)
                    .forEach(entry -> shed(upstream, entry));
        }
        if (!ticket.isIn()) {
            shed(upstream, ticket.entry()).increment();
        }
    }

    private Counter shed(Upstream upstream, Load.Entry entry) {
        String reason = entry.name().toLowerCase(Locale.ROOT);
        return meters.counter("trivet.gateway.shed", "upstream", upstream.name(), "reason", reason);
    }

    private void gauge(String name, Upstream upstream, ToIntFunction<String> value) {
        Gauge.builder(name, upstream.name(), value::applyAsInt)
                .strongReference(true)
                .tag("upstream", upstream.name())
                .register(meters);
    }

    void forwarded(Route route) {
        forwarded
                .computeIfAbsent(
                        route.upstream().name(),
                        upstream -> meters.counter(NAME, "outcome", "forwarded", "upstream", upstream))
                .increment();
    }

    public void refused(int status) {
        refused.computeIfAbsent(
                        status, code -> meters.counter(NAME, "outcome", Integer.toString(code), "upstream", "none"))
                .increment();
    }
}
