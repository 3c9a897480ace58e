package dev.trivet.common.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import org.jboss.logging.Logger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection to Redis, held by one event loop and shared by all its requests.
 *
 * <p>A pooled connection is taken out for a whole round trip, so under load requests queue for connections; a held one
 * pipelines: commands leave as they come and answers return in order. The price is that one hung command holds up all
 * behind it. So every command has a deadline, and the first one to miss it closes the link's gate: from then on callers
 * are refused at once, while a PING on the same connection finds out when Redis is back. A connection that stays silent
 * is given up and replaced.
 *
 * <p>All fields belong to the event loop; calls from elsewhere are handed over to it.
 */
public final class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final RedisAway NOT_CONNECTED = new RedisAway("not connected to Redis");
    private static final RedisAway SILENT = new RedisAway("Redis does not answer");
    private static final RedisAway LATE = new RedisAway("Redis did not answer in time");

    private static final long RETRY_MILLIS = 250;
    private static final long CONNECT_MILLIS = 2_000;
    private static final int PROBES_BEFORE_RECONNECT = 8;

    private final Vertx vertx;
    private final Context context;
    private final Redis redis;
    private final long deadlineMillis;

    private RedisConnection connection;
    private boolean gateOpen;
    private boolean connecting;

    RedisLink(Vertx vertx, Context context, Redis redis, long deadlineMillis) {
        this.vertx = vertx;
        this.context = context;
        this.redis = redis;
        this.deadlineMillis = deadlineMillis;
        context.runOnContext(ignored -> connect());
    }

    /**
     * Sends one command.
     *
     * @return the answer; failed with {@link RedisAway} when Redis is not there or late, or with Redis' own error
     */
    public Future<Response> send(Request request) {
        if (Vertx.currentContext() == context) {
            return sendHere(request);
        }
        Promise<Response> promise = Promise.promise();
        context.runOnContext(ignored -> sendHere(request).onComplete(promise));
        return promise.future();
    }

    private Future<Response> sendHere(Request request) {
        if (connection == null) {
            return Future.failedFuture(NOT_CONNECTED);
        }
        if (!gateOpen) {
            return Future.failedFuture(SILENT);
        }
        RedisConnection used = connection;
        return used.send(request)
                .timeout(deadlineMillis, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(judge(used, failure)));
    }

    private Throwable judge(RedisConnection used, Throwable failure) {
        if (failure instanceof TimeoutException) {
            if (gateOpen && used == connection) {
                gateOpen = false;
                LOG.warnf("Redis has not answered within %d ms; going on without it", deadlineMillis);
                probe(used, 1);
            }
            return LATE;
        }
        if (failure instanceof ErrorType) {
            return failure;
        }
        lose(used);
        return NOT_CONNECTED;
    }

    /** Asks a silent connection for a sign of life, until it gives one or is given up. */
    private void probe(RedisConnection silent, int attempt) {
        silent.send(Request.cmd(Command.PING))
                .timeout(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(pong -> open(silent))
                .onFailure(failure -> {
                    if (silent != connection) {
                        return;
                    }
                    if (failure instanceof TimeoutException && attempt < PROBES_BEFORE_RECONNECT) {
                        probe(silent, attempt + 1);
                    } else {
                        silent.close();
                        lose(silent);
                    }
                });
    }

    private void open(RedisConnection answering) {
        if (answering == connection && !gateOpen) {
            gateOpen = true;
            LOG.info("Redis answers");
        }
    }

    private void lose(RedisConnection lost) {
        if (lost == connection) {
            connection = null;
            gateOpen = false;
            LOG.warn("the connection to Redis is lost; reconnecting");
            connect();
        }
    }

    private void connect() {
        if (connecting) {
            return;
        }
        connecting = true;
        Future<RedisConnection> attempt = redis.connect();
        attempt.timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(this::hold)
                .onFailure(failure -> {
                    connecting = false;
                    if (failure instanceof TimeoutException) {
                        attempt.onSuccess(RedisConnection::close);
                    }
                    vertx.setTimer(RETRY_MILLIS, ignored -> connect());
                });
    }

    private void hold(RedisConnection fresh) {
        connecting = false;
        connection = fresh;
        fresh.exceptionHandler(failure -> lose(fresh));
        fresh.endHandler(ignored -> lose(fresh));
        open(fresh);
    }
}
