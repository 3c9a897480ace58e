package dev.trivet.gateway.upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How all upstreams fare, whichever reading of the pack they come from. */
public final class Fleets {

    private final Map<String, Fleet> fleets = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    public Fleets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    public Fleet of(Upstream upstream) {
        Fleet fleet = fleets.get(upstream.name());
        return fleet != null && fleet.upstream().equals(upstream)
                ? fleet
                : fleets.compute(upstream.name(), (name, known) -> renewed(known, upstream));
    }

    /** Whether requests simply go to a target, by the names of both. */
    public boolean isWell(String upstream, String target) {
        Fleet fleet = fleets.get(upstream);
        return fleet != null && fleet.isWell(target);
    }

    private Fleet renewed(Fleet known, Upstream upstream) {
        return known == null ? new Fleet(upstream, nanos) : known.as(upstream);
    }
}
