package dev.trivet.gateway.upstream;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Spreads requests over the targets that are well, by weight and evenly in time: each waits its share with every request, and
 * whoever has waited most is next (the smooth weighted round robin of nginx). Those that are about to leave get none while others
 * are well.
 */
final class Balancer {

    private final List<Replica> replicas;

    Balancer(List<Replica> replicas) {
        this.replicas = List.copyOf(replicas);
    }

    /** Where a request goes, and whether it is the replica's trial. */
    record Choice(Replica replica, boolean trial) {}

    /**
     * Chooses for one attempt.
     *
     * @param tried where the request has been already; these are only chosen when there is nothing else
     * @param repeatable whether the request can go elsewhere when the attempt fails
     * @return nothing when all are out
     */
    synchronized Optional<Choice> choose(long now, Collection<Target> tried, boolean repeatable) {
        List<Replica> fresh = replicas.stream()
                .filter(replica -> !tried.contains(replica.target()))
                .toList();
        boolean noneWell =
                replicas.stream().noneMatch(replica -> replica.breaker().isWell());
        return trial(fresh, now, repeatable, noneWell)
                .or(() -> look(fresh, now, repeatable))
                .or(() -> next(fresh, Replica::stays))
                .or(() -> next(fresh, Replica::isWell))
                .or(() -> next(replicas, Replica::isWell));
    }

    /** Nanoseconds until one of them has its trial, when all are out. */
    long untilTrial(long now) {
        return replicas.stream()
                .mapToLong(replica -> replica.breaker().untilTrial(now))
                .min()
                .orElse(0);
    }

    private static Optional<Choice> trial(List<Replica> among, long now, boolean repeatable, boolean alone) {
        return among.stream()
                .filter(replica -> replica.breaker().tryTrial(now, repeatable, alone))
                .findFirst()
                .map(replica -> new Choice(replica, true));
    }

    private static Optional<Choice> look(List<Replica> among, long now, boolean repeatable) {
        return among.stream()
                .filter(replica -> replica.departure().isAnnounced()
                        && replica.isWell()
                        && replica.departure().takeLook(now, repeatable))
                .findFirst()
                .map(replica -> new Choice(replica, false));
    }

    private static Optional<Choice> next(List<Replica> among, Predicate<Replica> fit) {
        long all = 0;
        Replica next = null;
        for (Replica replica : among) {
            if (fit.test(replica)) {
                replica.waits();
                all += replica.weight();
                next = next == null || replica.due() > next.due() ? replica : next;
            }
        }
        if (next == null) {
            return Optional.empty();
        }
        next.goes(all);
        return Optional.of(new Choice(next, false));
    }
}
