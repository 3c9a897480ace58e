package dev.trivet.common.redis;

import dev.trivet.common.redis.RedisConnector.Held;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
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
 * is dropped and replaced.
 *
 * <p>All fields belong to the event loop; calls from elsewhere are handed over to it.
 */
final class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final RedisAway NOT_CONNECTED = new RedisAway("not connected to Redis");
    private static final RedisAway SILENT = new RedisAway("Redis does not answer");
    private static final RedisAway LATE = new RedisAway("Redis did not answer in time");

    private static final long RETRY_MILLIS = 250;
    private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final int PROBES_BEFORE_RECONNECT = 8;

    private final Vertx vertx;
    private final Context context;
    private final RedisConnector connector;
    private final long deadlineMillis;

    /** Settled when the first attempt to connect has gone one way or the other. */
    private final Promise<Void> attempted = Promise.promise();

    private Held held;
    private final long bornNanos = System.nanoTime();
    private boolean gateOpen;
    private boolean told;
    private boolean closed;

    RedisLink(Vertx vertx, Context context, RedisConnector connector, long deadlineMillis) {
        this.vertx = vertx;
        this.context = context;
        this.connector = connector;
        this.deadlineMillis = deadlineMillis;
        context.runOnContext(ignored -> connect());
    }

    /**
     * Sends one command.
     *
     * @return the answer; failed with {@link RedisAway} when Redis is not there or late, or with Redis' own error
     */
    Future<Response> send(Request request) {
        if (Vertx.currentContext() == context) {
            return sendHere(request);
        }
        Promise<Response> promise = Promise.promise();
        context.runOnContext(ignored -> sendHere(request).onComplete(promise));
        return promise.future();
    }

    void close() {
        context.runOnContext(ignored -> {
            closed = true;
            if (held != null) {
                held.drop();
            }
        });
    }

    private Future<Response> sendHere(Request request) {
        if (!attempted.future().isComplete()) {
            return attempted
                    .future()
                    .timeout(deadlineMillis, TimeUnit.MILLISECONDS)
                    .recover(late -> Future.failedFuture(NOT_CONNECTED))
                    .compose(settled -> sendHere(request));
        }
        if (held == null) {
            return Future.failedFuture(NOT_CONNECTED);
        }
        if (!gateOpen) {
            return Future.failedFuture(SILENT);
        }
        Held used = held;
        return used.connection()
                .send(request)
                .timeout(deadlineMillis, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(judge(used, failure)));
    }

    private Throwable judge(Held used, Throwable failure) {
        if (failure instanceof TimeoutException) {
            if (gateOpen && used == held) {
                gateOpen = false;
                tell("Redis has not answered in time; going on without it");
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

    /** Asks a connection for a sign of life, until it gives one or is given up. */
    private void probe(Held asked, int attempt) {
        asked.connection()
                .send(Request.cmd(Command.PING))
                .timeout(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(pong -> open(asked))
                .onFailure(failure -> {
                    if (asked != held || gateOpen) {
                        return;
                    }
                    if (failure instanceof TimeoutException && attempt < PROBES_BEFORE_RECONNECT) {
                        probe(asked, attempt + 1);
                    } else {
                        lose(asked);
                    }
                });
    }

    private void open(Held answering) {
        if (answering == held && !gateOpen) {
            gateOpen = true;
            attempted.tryComplete();
            if (told) {
                told = false;
                LOG.info("Redis answers again");
            }
        }
    }

    /** While a process is new, the first run of anything is slow, and a missed deadline says nothing about Redis. */
    private void tell(String what) {
        if (System.nanoTime() - bornNanos > NEW_NANOS) {
            told = true;
            LOG.warn(what);
        }
    }

    private void lose(Held lost) {
        if (lost == held) {
            held = null;
            gateOpen = false;
            lost.drop();
            if (!closed) {
                tell("the connection to Redis is lost; going on without it");
                connect();
            }
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        connector.connect().onSuccess(this::hold).onFailure(failure -> {
            attempted.tryComplete();
            vertx.setTimer(RETRY_MILLIS, ignored -> connect());
        });
    }

    private void hold(Held fresh) {
        held = fresh;
        fresh.connection().exceptionHandler(failure -> lose(fresh));
        fresh.connection().endHandler(ignored -> lose(fresh));
        probe(fresh, 1);
    }
}
