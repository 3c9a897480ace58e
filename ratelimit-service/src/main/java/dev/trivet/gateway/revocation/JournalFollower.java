package dev.trivet.gateway.revocation;

import dev.trivet.common.token.Caller;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Follows session-service's revocation journal, a question every half second. The journal overrules Redis: whatever Redis
 * may have forgotten in a failover is known here within a second.
 */
@Singleton
public class JournalFollower {

    private static final Logger LOG = Logger.getLogger(JournalFollower.class);
    private static final long EVERY_MILLIS = 500;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vertx vertx;
    private final SessionService sessionService;
    private final Withdrawn withdrawn = new Withdrawn();
    private long lastSeq;
    private volatile boolean begun;
    private volatile long heardNanos;

    JournalFollower(Vertx vertx, SessionService sessionService) {
        this.vertx = vertx;
        this.sessionService = sessionService;
    }

    void start(@Observes StartupEvent event) {
        follow();
    }

    /** Whether the whole journal has been read once; before, nothing can be served on its word. */
    public boolean begun() {
        return begun;
    }

    /** Whether what it says is of the last five seconds. */
    public boolean fresh() {
        return begun && System.nanoTime() - heardNanos < FRESH_NANOS;
    }

    boolean hasWithdrawn(Caller caller) {
        return withdrawn.contains(caller);
    }

    public int size() {
        return withdrawn.size();
    }

    private void follow() {
        long asked = System.nanoTime();
        sessionService
                .revocationsAfter(lastSeq)
                .onSuccess(entries -> accept(entries, asked))
                .onFailure(failure -> LOG.debugf("the revocation journal cannot be read: %s", failure.getMessage()))
                .onComplete(done -> vertx.setTimer(EVERY_MILLIS, ignored -> follow()));
    }

    private void accept(JsonArray entries, long askedNanos) {
        long before = lastSeq;
        for (int i = 0; i < entries.size(); i++) {
            JsonObject entry = entries.getJsonObject(i);
            String session = entry.getString("session");
            withdrawn.add(
                    session == null ? null : UUID.fromString(session),
                    entry.getString("token"),
                    entry.getLong("forgetAtMillis"));
            lastSeq = Math.max(lastSeq, entry.getLong("seq"));
        }
        withdrawn.forget(System.currentTimeMillis());
        boolean caughtUp = entries.isEmpty() || lastSeq == before;
        if (caughtUp || begun) {
            begun = true;
            heardNanos = askedNanos;
        }
    }
}
