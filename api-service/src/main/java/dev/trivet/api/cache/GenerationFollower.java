package dev.trivet.api.cache;

import dev.trivet.common.redis.RedisConfig;
import dev.trivet.common.redis.RedisConnector;
import dev.trivet.common.redis.RedisConnector.Listening;
import dev.trivet.common.redis.RedisKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.concurrent.TimeUnit;

/**
 * Hears from Redis which generations change: client-side caching in broadcast mode (CLIENT TRACKING BCAST), limited to
 * generations, so that news follow writes and not fills.
 *
 * <p>A connection that is cut makes itself heard; one that hangs does not, so it is asked for a sign of life every 300 ms.
 * From the moment that the news cannot be trusted, memory is not used.
 *
 * <p>Once Redis tells of changes, one question at a time is asked here: Vert.x' client forgets a question when news come in
 * before its answer, and the answer is then found among the news.
 */
@Singleton
class GenerationFollower {

    private static final Logger LOG = Logger.getLogger(GenerationFollower.class);
    private static final long PING_MILLIS = 300;
    private static final long RETRY_MILLIS = 250;
    private static final long ANSWER_WITHIN_MILLIS = 2_000;

    private final Vertx vertx;
    private final RedisConnector connector;
    private final Generations generations;
    private final Invalidation invalidation;
    private final RedisHistory history;
    private final String prefix;

    /** Whoever is patient with Redis' answers is so with its signs of life; else both would have their own idea of it. */
    private final long silentMillis;

    private Listening held;
    private Promise<Response> sign = Promise.promise();
    private boolean said;
    private boolean stopped;

    GenerationFollower(
            Vertx vertx,
            RedisConnector connector,
            RedisConfig config,
            Generations generations,
            Invalidation invalidation,
            RedisHistory history,
            RedisKeys keys) {
        this.vertx = vertx;
        this.connector = connector;
        this.generations = generations;
        this.invalidation = invalidation;
        this.history = history;
        this.prefix = keys.generations();
        this.silentMillis = Math.max(PING_MILLIS, config.deadline().toMillis());
    }

    void start(@Observes StartupEvent event) {
        vertx.getOrCreateContext().runOnContext(ignored -> connect());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void connect() {
        if (!stopped) {
            connector.connect(prefix).onSuccess(this::follow).onFailure(failure -> later());
        }
    }

    private void follow(Listening fresh) {
        held = fresh;
        fresh.connection().handler(news -> hear(fresh, news));
        fresh.connection().exceptionHandler(failure -> lose(fresh));
        fresh.connection().endHandler(ignored -> lose(fresh));
        history.settle(fresh.connection())
                .timeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .compose(settled -> track(fresh))
                .compose(tells -> askForSign(fresh).map(tells))
                .onSuccess(tells -> hold(fresh, tells))
                .onFailure(failure -> lose(fresh));
    }

    /** Whether Redis will tell. */
    private Future<Boolean> track(Listening fresh) {
        Request tracking = Request.cmd(Command.CLIENT)
                .arg("TRACKING")
                .arg("ON")
                .arg("BCAST")
                .arg("PREFIX")
                .arg(prefix);
        return fresh.connection()
                .send(tracking)
                .timeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .map(true)
                .recover(failure -> {
                    if (failure instanceof ErrorType refused && !refused.is("CONNECTION_CLOSED")) {
                        sayOnce(refused);
                        return Future.succeededFuture(false);
                    }
                    return Future.failedFuture(failure);
                });
    }

    private void hold(Listening fresh, boolean tells) {
        if (fresh == held) {
            generations.connected(tells);
            invalidation.catchUp();
            ping(fresh);
        }
    }

    private void sayOnce(ErrorType refused) {
        if (!said) {
            said = true;
            LOG.warnf("Redis does not tell of changes (%s): nothing is kept in memory", refused.getMessage());
        }
    }

    private void ping(Listening used) {
        vertx.setTimer(PING_MILLIS, timer -> {
            if (used == held) {
                askForSign(used)
                        .onSuccess(pong -> {
                            if (used == held) {
                                generations.alive();
                            }
                            ping(used);
                        })
                        .onFailure(silent -> lose(used));
            }
        });
    }

    /**
     * Asks for a key that is never there: on a cluster, only the Redis that has generations, all of them, answers that. One
     * whose slot moves, or that is a master no more, says so, and cannot tell of changes either.
     */
    private Future<Response> askForSign(Listening used) {
        Promise<Response> asked = Promise.promise();
        sign = asked;
        used.connection()
                .send(Request.cmd(Command.EXISTS).arg(prefix))
                .onSuccess(asked::tryComplete)
                .onFailure(asked::tryFail);
        return asked.future().timeout(silentMillis, TimeUnit.MILLISECONDS);
    }

    private void lose(Listening lost) {
        if (lost == held) {
            held = null;
            generations.lost();
            lost.drop();
            later();
        }
    }

    private void later() {
        vertx.setTimer(RETRY_MILLIS, ignored -> connect());
    }

    private void hear(Listening from, Response news) {
        if (from != held) {
            return;
        }
        if (news.type() == ResponseType.PUSH) {
            hear(news);
        } else if (news instanceof ErrorType refused) {
            sign.tryFail(refused);
        } else {
            sign.tryComplete(news);
        }
    }

    /** News are {@code invalidate} and the keys that changed; no keys when all did (FLUSHALL). */
    private void hear(Response news) {
        if (!"invalidate".equals(news.get(0).toString())) {
            return;
        }
        Response changed = news.get(1);
        if (changed == null) {
            generations.forgetAll();
            return;
        }
        for (Response key : changed) {
            generations.forget(key.toString().substring(prefix.length()));
        }
    }
}
