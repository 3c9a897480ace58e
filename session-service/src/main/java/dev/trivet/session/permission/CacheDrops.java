package dev.trivet.session.permission;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.round.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Drops what api-service has cached of permissions, by tag ({@link dev.trivet.common.permission.PermissionTags}), and never
 * forgets to: what a change drops is a row in its own transaction, carried out after the commit by deleting the tags'
 * generations from Redis. What is left, because Redis was away or the process died, any replica's sweep carries out.
 */
@Singleton
public class CacheDrops {

    private static final Logger LOG = Logger.getLogger(CacheDrops.class);
    private static final long SWEEP_MILLIS = 250;
    private static final int SWEEP_ROWS = 200;
    private static final String LEFT =
            "select id, tags from invalidation where site = $1 order by id limit " + SWEEP_ROWS;

    private final Pool pool;
    private final RedisLinks redis;
    private final RedisKeys keys;
    private final String site;
    private final Rounds sweeps;

    CacheDrops(Vertx vertx, Pool pool, RedisLinks redis, RedisKeys keys, Pack pack) {
        this.sweeps = new Rounds(vertx, "the sweep", SWEEP_MILLIS, () -> sweep().replaceWith(false));
        this.pool = pool;
        this.redis = redis;
        this.keys = keys;
        this.site = pack.site();
    }

    /** Tags recorded in a transaction, to be dropped once it has committed. */
    public record Recorded(long id, List<String> tags) {}

    /** Records, in the transaction that makes a change, what the change drops. */
    public Uni<Recorded> record(SqlClient transaction, Collection<String> tags) {
        return transaction
                .preparedQuery("insert into invalidation (site, tags) values ($1, $2) returning id")
                .execute(Tuple.of(site, tags.toArray(String[]::new)))
                .map(rows -> new Recorded(rows.iterator().next().getLong(0), List.copyOf(tags)));
    }

    /** Drops what was recorded, after the commit. Never fails: what Redis does not hear now it hears from the sweep. */
    public Uni<Void> carryOut(Recorded recorded) {
        return drop(List.of(recorded))
                .onFailure()
                .invoke(failure ->
                        LOG.debugf("dropping %s is left to the sweep: %s", recorded.tags(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    void startSweeping(@Observes StartupEvent event) {
        sweeps.begin();
    }

    void stopSweeping(@Observes ShutdownEvent event) {
        sweeps.end();
    }

    private Uni<Void> sweep() {
        return pool.preparedQuery(LEFT)
                .execute(Tuple.of(site))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Recorded(row.getLong("id"), List.of(row.getArrayOfStrings("tags"))))
                        .toList())
                .chain(left -> left.isEmpty() ? Uni.createFrom().voidItem() : drop(left));
    }

    private Uni<Void> drop(List<Recorded> recorded) {
        Request delete = Request.cmd(Command.DEL);
        recorded.stream()
                .flatMap(one -> one.tags().stream())
                .distinct()
                .forEach(tag -> delete.arg(keys.generation(tag)));
        Long[] ids = recorded.stream().map(Recorded::id).toArray(Long[]::new);
        return Uni.createFrom()
                .completionStage(() -> redis.send(delete).toCompletionStage())
                .chain(() -> pool.preparedQuery("delete from invalidation where id = any($1)")
                        .execute(Tuple.of(ids)))
                .replaceWithVoid();
    }
}
