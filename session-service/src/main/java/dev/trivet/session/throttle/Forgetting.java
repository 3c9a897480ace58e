package dev.trivet.session.throttle;

import dev.trivet.common.pack.Pack;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Deletes counts that make no difference any more: found by an index, a bounded batch at a time. */
@Singleton
class Forgetting {

    private static final Logger LOG = Logger.getLogger(Forgetting.class);
    private static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 50;

    private final Pool pool;
    private final long everyMillis;

    Forgetting(Pool pool, Pack pack) {
        this.pool = pool;
        this.everyMillis = pack.sessions().cleanUp().toMillis();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(everyMillis, timer -> run().subscribe()
                .with(done -> {}, failure -> LOG.debugf("old counts stay a while: %s", failure.getMessage())));
    }

    Uni<Void> run() {
        return batches("throttle_streak", MOST_BATCHES)
                .chain(() -> batches("throttle_window", MOST_BATCHES))
                .chain(() -> batches("throttle_known", MOST_BATCHES));
    }

    /** Leaves out what somebody counts up just then, or deletes. */
    private Uni<Void> batches(String table, int left) {
        return pool.query("delete from " + table + " where subject = any(array(select subject from " + table
                        + " where forget_at < now() limit " + BATCH + " for update skip locked))")
                .execute()
                .chain(rows ->
                        rows.rowCount() < BATCH || left == 1 ? Uni.createFrom().voidItem() : batches(table, left - 1));
    }
}
