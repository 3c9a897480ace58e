package dev.trivet.gateway.upstream;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks every few seconds which addresses the names of targets stand for: replicas come and go while their name stays. */
@Singleton
class NameFollower {

    private static final long EVERY_MILLIS = 3_000;

    private final Vertx vertx;
    private final Fleets fleets;
    private Map<String, List<String>> known = Map.of();

    NameFollower(Vertx vertx, Fleets fleets) {
        this.vertx = vertx;
        this.fleets = fleets;
    }

    void start(@Observes StartupEvent event) {
        later();
    }

    private void later() {
        vertx.setTimer(
                EVERY_MILLIS, timer -> vertx.executeBlocking(this::look, false).onComplete(done -> later()));
    }

    private Void look() {
        Map<String, List<String>> found = new HashMap<>();
        fleets.hosts().forEach(host -> {
            try {
                found.put(host, Addresses.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException silent) {
                // A resolver that is away takes nobody along: what it said last still holds.
                found.put(host, known.getOrDefault(host, List.of()));
            }
        });
        if (!found.equals(known)) {
            known = found;
            fleets.locate(found);
        }
        return null;
    }
}
