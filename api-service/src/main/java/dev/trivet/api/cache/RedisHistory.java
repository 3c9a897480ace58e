package dev.trivet.api.cache;

import dev.trivet.common.redis.RedisKeys;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Optional;

/**
 * Notices that Redis is another than the one which the cache was kept in: a replica in the master's place, or one that was
 * started anew. Either may lack the last that was acknowledged, and so have answers again that were dropped. All of them
 * are dropped then. Redis keeps in mind that it was done, so it is done once, whoever comes first.
 */
@Singleton
class RedisHistory {

    private static final Logger LOG = Logger.getLogger(RedisHistory.class);
    private static final String EVERYTHING = "all";
    private static final String ID = "master_replid:";
    private static final long KEPT_MILLIS = Duration.ofDays(7).toMillis();

    private final String key;
    private final String everything;

    RedisHistory(RedisKeys keys) {
        this.key = keys.cacheHistory();
        this.everything = keys.generation(EVERYTHING);
    }

    /** Drops everything if this is another Redis than it was. */
    Future<Void> settle(RedisConnection redis) {
        return redis.send(Request.cmd(Command.INFO).arg("replication"))
                .map(info -> id(info.toString()))
                .recover(RedisHistory::untold)
                .compose(id -> id.isEmpty() ? Future.succeededFuture() : settle(redis, id.get()));
    }

    private Future<Void> settle(RedisConnection redis, String id) {
        return redis.send(Request.cmd(Command.GET).arg(key)).compose(known -> {
            if (known != null && known.toString().equals(id)) {
                return Future.succeededFuture();
            }
            if (known != null) {
                LOG.info("Redis is another than it was: what was cached is dropped");
            }
            return redis.send(Request.cmd(Command.DEL).arg(everything))
                    .compose(dropped -> redis.send(
                            Request.cmd(Command.SET).arg(key).arg(id).arg("PX").arg(KEPT_MILLIS)))
                    .<Void>mapEmpty()
                    // A full Redis takes nothing down; then it is dropped again the next time.
                    .recover(failure -> failure instanceof ErrorType full && full.is("OOM")
                            ? Future.succeededFuture()
                            : Future.failedFuture(failure));
        });
    }

    /** The number by which replicas know whose history they have; a replica that is promoted begins a new one. */
    private static Optional<String> id(String info) {
        return info.lines()
                .filter(line -> line.startsWith(ID))
                .map(line -> line.substring(ID.length()).trim())
                .findFirst();
    }

    /** Some providers' Redis tell nobody. */
    private static Future<Optional<String>> untold(Throwable failure) {
        return failure instanceof ErrorType error && (error.is("NOPERM") || error.is("ERR"))
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }
}
