package dev.trivet.gateway.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.trivet.common.token.Caller;
import dev.trivet.gateway.revocation.SessionService;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Which sessions have been used, told to session-service every few seconds and of each session twice a minute at most: a
 * request costs a look into a map.
 */
@Singleton
public class Activity {

    private static final Logger LOG = Logger.getLogger(Activity.class);
    private static final long EVERY_MILLIS = 5_000;
    private static final int MOST_KNOWN = 200_000;
    private static final int MOST_AT_ONCE = 1_000;

    private final SessionService sessionService;
    private final Cache<UUID, Report> reports = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();
    private final BoundedBatch<UUID> waiting = new BoundedBatch<>(MOST_KNOWN);
    private volatile boolean telling;

    Activity(SessionService sessionService) {
        this.sessionService = sessionService;
    }

    /** That a session's use is waiting to be told, or has been. */
    private enum Report {
        MADE
    }

    /** A session's token was accepted. */
    public void seen(Caller caller) {
        UUID session = caller.session();
        if (reports.getIfPresent(session) == null && reports.asMap().putIfAbsent(session, Report.MADE) == null) {
            waiting.add(session);
        }
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(EVERY_MILLIS, timer -> tell());
    }

    /** One batch after the other: what waits must not crowd out questions about sessions. */
    private void tell() {
        List<UUID> batch = telling ? List.of() : waiting.take(MOST_AT_ONCE);
        if (batch.isEmpty()) {
            return;
        }
        telling = true;
        sessionService.report(batch).onComplete(told -> {
            telling = false;
            if (told.succeeded()) {
                tell();
            } else {
                forget(batch, told.cause());
            }
        });
    }

    /** What could not be told is told when the session is used again. */
    private void forget(List<UUID> batch, Throwable failure) {
        reports.invalidateAll(batch);
        LOG.debugf("activity could not be told: %s", failure.getMessage());
    }
}
