package dev.trivet.gateway.live;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.Duration;
import java.util.Optional;

/**
 * Ends what is live when the gateway is about to leave, and not before balancers have noticed: clients come again at once, and
 * should find themselves at another gateway.
 */
@Singleton
class Leaving {

    private final Vertx vertx;
    private final LiveConnections connections;
    private final Optional<Duration> delay;

    Leaving(
            Vertx vertx,
            LiveConnections connections,
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
        this.vertx = vertx;
        this.connections = connections;
        this.delay = delay;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(Math.max(1, delay.orElse(Duration.ZERO).toMillis()), noticed -> connections.leave());
    }
}
