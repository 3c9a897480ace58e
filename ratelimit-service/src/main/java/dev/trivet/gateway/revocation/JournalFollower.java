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
 * Follows session-service's revocation journal: a question every quarter of a second, and at once when Redis says that there is
 * something new. The journal overrules Redis: whatever Redis may have forgotten in a failover is known here within a
 * second.
 */
@Singleton
public class JournalFollower {

    private static final Logger LOG = Logger.getLogger(JournalFollower.class);
    private static final long EVERY_MILLIS = 250;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Vertx vertx;
    private final SessionService sessionService;
    private final RevocationMetrics metrics;
    private final Withdrawn withdrawn = new Withdrawn();
    private volatile boolean begun;
    private volatile long heardNanos = System.nanoTime();
    private volatile Runnable onRead = () -> {};

    /** These belong to one event loop. */
    private io.vertx.core.Context context;

    private long lastSeq;
    private boolean asking;
    private boolean askAgain;

    JournalFollower(Vertx vertx, SessionService sessionService, RevocationMetrics metrics) {
        this.vertx = vertx;
        this.sessionService = sessionService;
        this.metrics = metrics;
        metrics.watch(() -> System.nanoTime() - heardNanos);
    }

    void start(@Observes StartupEvent event) {
        context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> {
            follow();
            vertx.setPeriodic(EVERY_MILLIS, timer -> followOn());
        });
    }

    /** Asks now rather than at the next turn. Many that come together make one question, and one more after it. */
    void hurry() {
        context.runOnContext(ignored -> followOn());
    }

    /** Whether the whole journal has been read once; before, nothing can be served on its word. */
    public boolean begun() {
        return begun;
    }

    /** Whether what it says is of the last five seconds. */
    public boolean fresh() {
        return begun && System.nanoTime() - heardNanos < FRESH_NANOS;
    }

    /** Calls this whenever the journal had something to tell. */
    public void whenRead(Runnable look) {
        onRead = look;
    }

    public boolean hasWithdrawn(Caller caller) {
        return withdrawn.contains(caller);
    }

    public int size() {
        return withdrawn.size();
    }

    /** A question under way may have been answered already, so it is followed by another at once. */
    private void followOn() {
        askAgain = asking;
        follow();
    }

    private void follow() {
        if (asking) {
            return;
        }
        asking = true;
        long asked = System.nanoTime();
        sessionService
                .revocationsAfter(lastSeq)
                .onSuccess(entries -> accept(entries, asked))
                .onFailure(failure -> LOG.debugf("the revocation journal cannot be read: %s", failure.getMessage()))
                .onComplete(done -> context.runOnContext(ignored -> {
                    asking = false;
                    boolean more = !begun && done.succeeded();
                    if (askAgain || more) {
                        askAgain = false;
                        follow();
                    }
                }));
    }

    private void accept(JsonArray entries, long askedNanos) {
        long before = lastSeq;
        for (int i = 0; i < entries.size(); i++) {
            JsonObject entry = entries.getJsonObject(i);
            boolean news = add(entry, entry.getLong("seq"), entry.getLong("forgetAtMillis"));
            if (news && begun) {
                metrics.learned(entry.getLong("ageMillis"), System.nanoTime() - askedNanos);
            }
            lastSeq = Math.max(lastSeq, entry.getLong("seq"));
        }
        withdrawn.forget(System.currentTimeMillis());
        if (!entries.isEmpty()) {
            onRead.run();
        }
        boolean caughtUp = entries.isEmpty() || lastSeq == before;
        if (caughtUp || begun) {
            begun = true;
            heardNanos = askedNanos;
        }
    }

    /** Whether an entry tells something new. */
    private boolean add(JsonObject entry, long seq, long forgetAtMillis) {
        boolean news = false;
        if (entry.getValue("session") != null) {
            news = withdrawn.addSession(seq, UUID.fromString(entry.getString("session")), forgetAtMillis);
        }
        if (entry.getValue("token") != null) {
            news |= withdrawn.addToken(
                    seq, entry.getString("token"), entry.getBoolean("lifted", false), forgetAtMillis);
        }
        if (entry.getValue("epoch") != null) {
            news |= withdrawn.addEpoch(
                    seq, UUID.fromString(entry.getString("account")), entry.getLong("epoch"), forgetAtMillis);
        }
        return news;
    }
}
