package dev.trivet.session.revocation;

import dev.trivet.common.pack.Pack;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.List;

/**
 * Deletes what is over: each kind by an index, a bounded batch at a time, so that it costs what there is to delete and not
 * what there is.
 */
@Singleton
class CleanUp {

    private static final Logger LOG = Logger.getLogger(CleanUp.class);
    private static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 50;

    /** A session stays in its owner's list of ended ones, for support, for a day. The audit log is kept for a year. */
    static final List<String> OVER = List.of(
            over("revocation", "seq", "forget_at", "now()"),
            over("blacklist", "ctid", "forget_at", "now()"),
            over("session", "id", "coalesce(ended_at, expires_at)", "now() - interval '1 day'"),
            over("confirmation", "id", "coalesce(expires_at, requested_at)", "now() - interval '1 day'"),
            over("audit", "seq", "at", "now() - interval '1 year'"));

    private final Pool pool;
    private final long everyMillis;

    CleanUp(Pool pool, Pack pack) {
        this.pool = pool;
        this.everyMillis = pack.sessions().cleanUp().toMillis();
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(everyMillis, timer -> run().subscribe()
                .with(done -> {}, failure -> LOG.debugf("what is over stays a while: %s", failure.getMessage())));
    }

    Uni<Void> run() {
        return Multi.createFrom()
                .iterable(OVER)
                .onItem()
                .transformToUniAndConcatenate(delete -> batches(delete, MOST_BATCHES))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> batches(String delete, int left) {
        return pool.query(delete)
                .execute()
                .chain(rows ->
                        rows.rowCount() < BATCH || left == 1 ? Uni.createFrom().voidItem() : batches(delete, left - 1));
    }

    /** The oldest first: without an order, a table that is mostly over would be read from its start again for each batch. */
    private static String over(String table, String key, String at, String since) {
        return "delete from " + table + " where " + key + " = any(array(select " + key + " from " + table + " where "
                + at + " < " + since + " order by " + at + " limit " + BATCH + "))";
    }
}
