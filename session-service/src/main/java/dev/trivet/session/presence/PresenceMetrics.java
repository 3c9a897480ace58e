package dev.trivet.session.presence;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.concurrent.atomic.AtomicLong;

/** Counts live sessions and people online, of the whole site: every replica tells the same. */
@Singleton
class PresenceMetrics {

    private static final Logger LOG = Logger.getLogger(PresenceMetrics.class);
    private static final long EVERY_MILLIS = 15_000;

    private final Presence presence;
    private final AtomicLong sessions;
    private final AtomicLong people;

    PresenceMetrics(Presence presence, MeterRegistry meters) {
        this.presence = presence;
        this.sessions = meters.gauge("trivet.sessions.live", new AtomicLong());
        this.people = meters.gauge("trivet.people.online", new AtomicLong());
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(0, EVERY_MILLIS, timer -> presence.count()
                .subscribe()
                .with(
                        counts -> {
                            sessions.set(counts.sessions());
                            people.set(counts.people());
                        },
                        failure -> LOG.debugf("sessions are not counted: %s", failure.getMessage())));
    }
}
