package dev.trivet.gateway.upstream;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** How all upstreams fare, whichever reading of the pack they come from. */
public final class Fleets {

    private final Map<String, Fleet> fleets = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private volatile Map<String, List<String>> addresses = Map.of();

    public Fleets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    public Fleet of(Upstream upstream) {
        Fleet fleet = fleets.get(upstream.name());
        return fleet != null && fleet.upstream().equals(upstream)
                ? fleet
                : fleets.compute(upstream.name(), (name, known) -> renewed(known, upstream));
    }

    /** Whether requests simply go to a target, by the names of both; to one of its addresses at least. */
    public boolean isWell(String upstream, String target) {
        Fleet fleet = fleets.get(upstream);
        return fleet != null && fleet.isWell(target);
    }

    private Fleet renewed(Fleet known, Upstream upstream) {
        return known == null ? new Fleet(upstream, addresses, nanos) : known.as(upstream, addresses);
    }

    /** The hosts of all targets. */
    Set<String> hosts() {
        return fleets.values().stream()
                .flatMap(fleet -> fleet.upstream().targets().stream())
                .map(Target::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Learns which addresses hosts have. */
    void locate(Map<String, List<String>> found) {
        addresses = Map.copyOf(found);
        fleets.replaceAll((name, fleet) -> fleet.at(addresses));
    }
}
