package dev.trivet.gateway.upstream;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An upstream's targets and how they fare. One whose name stands for several addresses is as many targets. */
public final class Fleet {

    private final Upstream upstream;
    private final List<Target> targets;
    private final List<Replica> replicas;
    private final Balancer balancer;
    private final RetryBudget retries;
    private final LongSupplier nanos;

    /**
     * @param addresses of names, as far as they are known
     */
    Fleet(Upstream upstream, Map<String, List<String>> addresses, LongSupplier nanos) {
        this(upstream, located(upstream, addresses), List.of(), new RetryBudget(nanos.getAsLong()), nanos);
    }

    private Fleet(
            Upstream upstream, List<Target> targets, List<Replica> known, RetryBudget retries, LongSupplier nanos) {
        Map<String, Replica> before = known.stream()
                .collect(Collectors.toMap(replica -> replica.target().place(), Function.identity()));
        Map<String, Long> among = targets.stream().collect(Collectors.groupingBy(Target::name, Collectors.counting()));
        this.upstream = upstream;
        this.targets = targets;
        this.replicas = targets.stream()
                .map(target -> new Replica(target, among.get(target.name()).intValue(), before.get(target.place())))
                .toList();
        this.balancer = new Balancer(replicas);
        this.retries = retries;
        this.nanos = nanos;
    }

    /** The fleet of the same upstream as another reading of the pack declares it; what is known of its targets stays known. */
    Fleet as(Upstream other, Map<String, List<String>> addresses) {
        return new Fleet(other, located(other, addresses), replicas, retries, nanos);
    }

    /** The fleet where its names lead now. */
    Fleet at(Map<String, List<String>> addresses) {
        return located(upstream, addresses).equals(targets) ? this : as(upstream, addresses);
    }

    private static List<Target> located(Upstream upstream, Map<String, List<String>> addresses) {
        return upstream.targets().stream()
                .flatMap(target -> {
                    List<String> its = addresses.getOrDefault(target.host(), List.of());
                    return its.size() < 2 ? Stream.of(target) : its.stream().map(target::at);
                })
                .toList();
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
