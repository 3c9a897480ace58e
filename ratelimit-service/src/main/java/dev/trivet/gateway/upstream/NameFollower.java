package dev.trivet.gateway.upstream;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks every few seconds which addresses the names of targets stand for: replicas come and go while their name stays. Each
 * name by itself, for a resolver may take long to say that it does not know one, and the others are not to wait for that.
 */
@Singleton
class NameFollower {

    private static final long EVERY_MILLIS = 3_000;

    private final Vertx vertx;
    private final Fleets fleets;
    private final Resolver resolver;

    /** Of one event loop, as the next. */
    private final Map<String, List<String>> known = new HashMap<>();

    /** The names that are being asked for: one thread at most waits for each. */
    private final Set<String> asked = new HashSet<>();

    /** What says the addresses of a name, and may take its time. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    @Inject
    NameFollower(Vertx vertx, Fleets fleets) {
        this(vertx, fleets, InetAddress::getAllByName);
    }

    NameFollower(Vertx vertx, Fleets fleets, Resolver resolver) {
        this.vertx = vertx;
        this.fleets = fleets;
        this.resolver = resolver;
    }

    void start(@Observes StartupEvent event) {
        vertx.getOrCreateContext().runOnContext(ignored -> vertx.setPeriodic(EVERY_MILLIS, timer -> look()));
    }

    /** Asks for each name that is not being asked for. */
    void look() {
        Set<String> hosts = fleets.hosts();
        known.keySet().retainAll(hosts);
        hosts.stream().filter(asked::add).forEach(host -> vertx.executeBlocking(
                        () -> Addresses.of(resolver.resolve(host)), false)
                .onComplete(answered -> {
                    asked.remove(host);
                    // A resolver that is away takes nobody along: what it said last still holds.
                    if (answered.succeeded() && !answered.result().equals(known.put(host, answered.result()))) {
                        fleets.locate(known);
                    }
                }));
    }
}
