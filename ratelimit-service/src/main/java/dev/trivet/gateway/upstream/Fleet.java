package dev.trivet.gateway.upstream;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** An upstream's targets and how they fare. */
public final class Fleet {

    private final Upstream upstream;
    private final List<Replica> replicas;
    private final Balancer balancer;
    private final RetryBudget retries;
    private final LongSupplier nanos;

    Fleet(Upstream upstream, LongSupplier nanos) {
        this(upstream, List.of(), new RetryBudget(nanos.getAsLong()), nanos);
    }

    private Fleet(Upstream upstream, List<Replica> known, RetryBudget retries, LongSupplier nanos) {
        Map<String, Replica> before = known.stream()
                .collect(Collectors.toMap(replica -> replica.target().name(), Function.identity()));
        this.upstream = upstream;
        this.replicas = upstream.targets().stream()
                .map(target -> new Replica(
                        target,
                        before.containsKey(target.name())
                                ? before.get(target.name()).breaker()
                                : new Breaker()))
                .toList();
        this.balancer = new Balancer(replicas);
        this.retries = retries;
        this.nanos = nanos;
    }

    /** The fleet of the same upstream as another reading of the pack declares it; what is known of its targets stays known. */
    Fleet as(Upstream other) {
        return new Fleet(other, replicas, retries, nanos);
    }

    Upstream upstream() {
        return upstream;
    }

    /** Says that a request has come, of which there are retries to be had. */
    public void request() {
        retries.request();
    }

    /**
     * Chooses a target for one attempt.
     *
     * @param tried where the request has been already
     * @param repeatable whether the request can go elsewhere when the attempt fails
     * @return nothing when all are out
     */
    public Optional<Attempt> choose(Collection<Target> tried, boolean repeatable) {
        return balancer.choose(nanos.getAsLong(), tried, repeatable)
                .map(choice -> new Attempt(choice.replica(), choice.trial(), nanos));
    }

    /** Whether there is a target to go to that a request has not seen. */
    public boolean hasOther(Collection<Target> tried) {
        return replicas.stream()
                .anyMatch(replica ->
                        !tried.contains(replica.target()) && replica.breaker().isWell());
    }

    /** Takes one retry from the budget. */
    public boolean mayRetry() {
        return retries.take(nanos.getAsLong());
    }

    /** When asking again makes sense, all being out: whole seconds, one at least. */
    public int retryAfterSeconds() {
        long wait = balancer.untilTrial(nanos.getAsLong());
        return (int) Math.max(1, Duration.ofNanos(wait + 999_999_999L).toSeconds());
    }

    boolean isWell(String target) {
        return replicas.stream()
                .anyMatch(replica -> replica.target().name().equals(target)
                        && replica.breaker().isWell());
    }
}
