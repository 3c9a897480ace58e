package dev.trivet.common.redis;

import dev.trivet.common.redis.NodeConnector.Held;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import org.jboss.logging.Logger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One connection to one Redis, held by one event loop and shared by all its requests.
 *
 * <p>A pooled connection is taken out for a whole round trip, so under load requests queue for connections; a held one
 * pipelines: commands leave as they come and answers return in order. The price is that one hung command holds up all
 * behind it. So every command has a deadline, and the first one to miss it closes the link's gate: from then on callers
 * are refused at once, while a PING on the same connection finds out when Redis is back. A connection that stays silent
 * is dropped and replaced, and so is one to a master that has become a replica.
 *
 * <p>All fields belong to the event loop; calls from elsewhere are handed over to it.
 */
final class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final RedisAway NOT_CONNECTED = new RedisAway("not connected to Redis");
    private static final RedisAway SILENT = new RedisAway("Redis does not answer");
    private static final RedisAway LATE = new RedisAway("Redis did not answer in time");

    private static final long PROBE_MILLIS = 250;
    /** Whoever was held for longer than this was a good one. */
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final int PROBES_BEFORE_RECONNECT = 8;

    private final Vertx vertx;
    private final Context context;
    private final EventLoop loop;
    private final Supplier<Future<Held>> connector;
    private final Runnable doubt;
    private final RedisTimer timer;
    private final long deadlineMillis;
    private final Backoff backoff;

    /** Settled when the first attempt to connect has gone one way or the other. */
    private final Promise<Void> attempted = Promise.promise();

    private Held held;
    private long heldNanos;
    private final long bornNanos = System.nanoTime();
    private boolean gateOpen;
    private boolean told;
    private boolean closed;

    /**
     * @param connector opens a new connection
     * @param doubt told whenever this may no longer be the Redis to ask
     */
    RedisLink(
            Vertx vertx,
            Context context,
            Supplier<Future<Held>> connector,
            Runnable doubt,
            RedisTimer timer,
            RedisConfig config) {
        this.vertx = vertx;
        this.context = context;
        this.loop = ((ContextInternal) context).nettyEventLoop();
        this.connector = connector;
        this.doubt = doubt;
        this.timer = timer;
        this.deadlineMillis = config.deadline().toMillis();
        this.backoff = new Backoff(config.reconnectAfter(), config.reconnectAtMost());
        context.runOnContext(ignored -> connect());
    }

    /**
     * Sends one command.
     *
     * @return the answer; failed with {@link RedisAway} when Redis is not there or late, or with Redis' own error
     */
    Future<Response> send(Request request) {
        return send(request, false);
    }

    /** Sends one command about a slot that is on its way here. */
    Future<Response> sendAsking(Request request) {
        return send(request, true);
    }

    private Future<Response> send(Request request, boolean asking) {
        // Whichever context of the loop asks: to go through its queue would cost a turn of the loop.
        if (loop.inEventLoop()) {
            return sendHere(request, asking);
        }
        Promise<Response> promise = Promise.promise();
        context.runOnContext(ignored -> sendHere(request, asking).onComplete(promise));
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

    private Future<Response> sendHere(Request request, boolean asking) {
        if (!attempted.future().isComplete()) {
            return attempted
                    .future()
                    .timeout(deadlineMillis, TimeUnit.MILLISECONDS)
                    .recover(late -> Future.failedFuture(NOT_CONNECTED))
                    .compose(settled -> sendHere(request, asking));
        }
        if (held == null) {
            return Future.failedFuture(NOT_CONNECTED);
        }
        if (!gateOpen) {
            return Future.failedFuture(SILENT);
        }
        Held used = held;
        if (asking) {
            used.connection().send(Request.cmd(Command.ASKING));
        }
        long asked = System.nanoTime();
        return used.connection()
                .send(request)
                .timeout(deadlineMillis, TimeUnit.MILLISECONDS)
                .onComplete(answer -> timer.took(System.nanoTime() - asked))
                .recover(failure -> Future.failedFuture(judge(used, failure)));
    }

    private Throwable judge(Held used, Throwable failure) {
        if (failure instanceof TimeoutException) {
            if (gateOpen && used == held) {
                gateOpen = false;
                tell("Redis has not answered in time; going on without it");
                doubt.run();
                probe(used, 1);
            }
            return LATE;
        }
        if (failure instanceof ErrorType error && !isLoss(error)) {
            if (error.is("CLUSTERDOWN")) {
                doubt.run();
            }
            return failure;
        }
        lose(used);
        return NOT_CONNECTED;
    }

    /** Whether an error says that this connection is of no more use; a script's own words may stand around it. */
    private static boolean isLoss(ErrorType error) {
        return error.is("CONNECTION_CLOSED") || error.getMessage().contains("READONLY");
    }

    /** Asks a connection for a sign of life, until it gives one or is given up. */
    private void probe(Held asked, int attempt) {
        asked.connection()
                .send(Request.cmd(Command.PING))
                .timeout(PROBE_MILLIS, TimeUnit.MILLISECONDS)
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
            if (System.nanoTime() - heldNanos > GOOD_NANOS) {
                backoff.reset();
            }
            if (!closed) {
                tell("the connection to Redis is lost; going on without it");
                connectLater();
            }
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        connector.get().onSuccess(this::hold).onFailure(failure -> {
            attempted.tryComplete();
            connectLater();
        });
    }

    private void connectLater() {
        doubt.run();
        vertx.setTimer(backoff.nextMillis(), ignored -> connect());
    }

    private void hold(Held fresh) {
        if (closed) {
            fresh.drop();
            return;
        }
        held = fresh;
        heldNanos = System.nanoTime();
        fresh.connection().exceptionHandler(failure -> lose(fresh));
        fresh.connection().endHandler(ignored -> lose(fresh));
        probe(fresh, 1);
    }
}
