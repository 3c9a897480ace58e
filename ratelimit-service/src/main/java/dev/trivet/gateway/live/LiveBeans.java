package dev.trivet.gateway.live;

import dev.trivet.gateway.revocation.JournalFollower;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the live connections, and has them looked at whenever the journal has news. */
class LiveBeans {

    @Produces
    @Singleton
    LiveConnections connections(Vertx vertx, JournalFollower journal, LiveConfig config, MeterRegistry meters) {
        var connections = new LiveConnections(
                vertx, journal::hasWithdrawn, config.most(), config.perClient(), config.idleTimeout(), meters);
        journal.whenRead(connections::look);
        return connections;
    }
}
