package dev.trivet.api.cache;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.round.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Drops cached answers by tag, and never forgets to.
 *
 * <p>What a change drops is written into the change's own transaction ({@link #record}), so it is committed with it or not
 * at all. After the commit it is carried out ({@link #carryOut}) and deleted. Whatever is left, because the process died
 * or Redis was away, is carried out by the sweep of any replica. Until then this replica does not trust the cache with the
 * tags concerned. And when Redis comes back, no replica trusts it with anything before a sweep: it cannot know of changes
 * made meanwhile, whichever replica made them.
 */
@Singleton
public class Invalidation {

    private static final Logger LOG = Logger.getLogger(Invalidation.class);
    private static final long SWEEP_MILLIS = 250;
    private static final int SWEEP_ROWS = 200;
    private static final String LEFT =
            "select id, tags, (extract(epoch from clock_timestamp() - recorded_at) * 1000)::bigint as age"
                    + " from invalidation where site = $1 order by id limit " + SWEEP_ROWS;

    private final Pool pool;
    private final RedisTier redis;
    private final Generations generations;
    private final Flights flights;
    private final String site;
    private final Pending pending = new Pending();

    /** The turn of Redis' coming and going in which all that was left has been carried out. */
    private volatile long caughtUpIn = -1;

    /** What the last look at the outbox found. */
    private volatile Backlog backlog = new Backlog(0, 0);

    private final Rounds sweeps;

    Invalidation(
            Vertx vertx,
            Pool pool,
            RedisTier redis,
            Generations generations,
            Flights flights,
            CacheMetrics metrics,
            Pack pack) {
        this.sweeps = new Rounds(vertx, "the sweep", SWEEP_MILLIS, () -> sweep().replaceWith(false));
        this.pool = pool;
        this.redis = redis;
        this.generations = generations;
        this.flights = flights;
        this.site = pack.site();
        metrics.watchOutbox(() -> backlog.waiting(), () -> backlog.oldestMillis());
    }

    private record Backlog(int waiting, long oldestMillis) {}

    /** Tags recorded in a transaction, to be dropped once it has committed. */
    public record Recorded(long id, List<String> tags) {}

    /** Records, in the transaction that makes a change, what the change drops. */
    public Uni<Recorded> record(SqlConnection transaction, List<String> tags) {
        return transaction
                .preparedQuery("insert into invalidation (site, tags) values ($1, $2) returning id")
                .execute(Tuple.of(site, tags.toArray(String[]::new)))
                .map(rows -> new Recorded(rows.iterator().next().getLong(0), tags));
    }

    /**
     * Drops what was recorded. Never fails: what Redis does not hear now it hears from the sweep.
     *
     * @return done when readers on this replica can no longer get an answer from before the change
     */
    public Uni<Void> carryOut(Recorded recorded) {
        List<String> tags = recorded.tags();
        pending.add(recorded.id(), tags);
        forgetHere(tags);
        return raise(tags)
                .invoke(() -> {
                    // Again: a reader may have learned the old generations between the first time and the raise.
                    forgetHere(tags);
                    pending.done(recorded.id());
                })
                .chain(() -> delete(List.of(recorded.id())))
                .onFailure()
                .invoke(failure -> LOG.debugf("dropping %s is left to the sweep: %s", tags, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Whether a change to one of the tags is not known to have reached Redis. */
    boolean isPending(List<String> tags) {
        return !isCaughtUp() || pending.concerns(tags);
    }

    /** Whether Redis knows of all changes up to when it was connected last. */
    public boolean isCaughtUp() {
        OptionalLong turn = generations.turn();
        return turn.isPresent() && turn.getAsLong() == caughtUpIn;
    }

    /** Sweeps at once, as Redis has just come back. */
    void catchUp() {
        sweep().subscribe().with(done -> {}, failure -> LOG.debugf("the sweep comes again: %s", failure.getMessage()));
    }

    void startSweeping(@Observes StartupEvent event) {
        sweeps.begin();
    }

    void stopSweeping(@Observes ShutdownEvent event) {
        sweeps.end();
    }

    /** Carries out what was left, then settles what was pending here and another replica's sweep has carried out. */
    private Uni<Void> sweep() {
        Set<Long> pendingHere = pending.ids();
        OptionalLong turn = generations.turn();
        return pool.preparedQuery(LEFT)
                .execute(Tuple.of(site))
                .invoke(rows -> backlog = backlog(rows))
                .map(Invalidation::recorded)
                .chain(left -> {
                    Set<Long> ids = left.stream().map(Recorded::id).collect(Collectors.toSet());
                    Uni<Void> done = left.isEmpty() ? Uni.createFrom().voidItem() : carryOutLeft(left);
                    return left.size() == SWEEP_ROWS
                            ? done
                            : done.invoke(() -> {
                                pendingHere.stream()
                                        .filter(id -> !ids.contains(id))
                                        .forEach(id -> forgetHere(pending.done(id)));
                                turn.ifPresent(current -> caughtUpIn = current);
                            });
                });
    }

    private Uni<Void> carryOutLeft(List<Recorded> left) {
        List<String> tags =
                left.stream().flatMap(one -> one.tags().stream()).distinct().toList();
        return raise(tags)
                .invoke(() -> {
                    forgetHere(tags);
                    left.forEach(one -> pending.done(one.id()));
                })
                .chain(() -> delete(left.stream().map(Recorded::id).toList()));
    }

    /** The rows come oldest first. */
    private static Backlog backlog(RowSet<Row> rows) {
        return rows.size() == 0
                ? new Backlog(0, 0)
                : new Backlog(rows.size(), rows.iterator().next().getLong("age"));
    }

    private static List<Recorded> recorded(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Recorded(row.getLong("id"), List.of(row.getArrayOfStrings("tags"))))
                .toList();
    }

    private void forgetHere(List<String> tags) {
        tags.forEach(generations::forget);
        flights.close(tags);
    }

    private Uni<Void> raise(List<String> tags) {
        return Uni.createFrom().completionStage(() -> redis.raise(tags).toCompletionStage());
    }

    private Uni<Void> delete(List<Long> ids) {
        return pool.preparedQuery("delete from invalidation where id = any($1)")
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .replaceWithVoid();
    }
}
