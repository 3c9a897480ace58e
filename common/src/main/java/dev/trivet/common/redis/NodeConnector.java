package dev.trivet.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens connections to one Redis that are held for long, with Quarkus' settings ({@code quarkus.redis.*}).
 *
 * <p>Not from Quarkus' own pool: a pool takes a connection back that does not answer any more and hands it out again, and
 * there is no way to close one for good. Here each held connection has a client to itself, and goes with it.
 */
@Singleton
class NodeConnector {

    private static final Logger LOG = Logger.getLogger(NodeConnector.class);

    private final Vertx vertx;
    private final RedisSettings settings;

    /** What was last said about each Redis, so that it is said once and not with each try. */
    private final Map<RedisNode, String> said = new ConcurrentHashMap<>();

    /**
     * @param quarkusClient not used, but if nobody asked for it Quarkus would not read its settings, and they are ours
     */
    NodeConnector(Vertx vertx, RedisSettings settings, Redis quarkusClient) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** A connection, and the client that it lives and dies with. */
    record Held(RedisNode node, Redis client, RedisConnection connection) {

        /** Closes the connection for good, whatever state it is in. */
        void drop() {
            client.close();
        }
    }

    /** Opens a connection to a master on the calling event loop. Fails after {@code TRIVET_REDIS_CONNECT_TIMEOUT} at the latest. */
    Future<Held> connect(RedisNode node) {
        return saying(
                node,
                open(node, settings.to(node), Request.cmd(Command.ROLE))
                        .compose(role ->
                                isReplica(role.answer()) ? refuse(role.held()) : Future.succeededFuture(role.held())));
    }

    /** Opens a connection to a cluster's node, whether master or not, likewise. */
    Future<Held> connectToAny(RedisNode node) {
        return saying(
                node, open(node, settings.to(node), Request.cmd(Command.PING)).map(Asked::held));
    }

    /** Opens a connection to a sentinel, likewise. */
    Future<Held> connectToSentinel(RedisNode node) {
        return saying(
                node,
                open(node, settings.toSentinel(node), Request.cmd(Command.PING)).map(Asked::held));
    }

    private Future<Held> saying(RedisNode node, Future<Held> connecting) {
        return connecting.onSuccess(held -> said.remove(node)).onFailure(failure -> sayOnce(node, failure));
    }

    private record Asked(Held held, Response answer) {}

    /** A connection is none before the first question is answered: without a password, only that finds out. */
    private Future<Asked> open(RedisNode node, RedisOptions options, Request question) {
        Redis client = Redis.createClient(vertx, options);
        return client.connect()
                .compose(connection -> connection
                        // Until its holder sets another; what Vert.x sets by itself writes an error for each cut.
                        .exceptionHandler(cut -> LOG.debugf("a connection to Redis is cut: %s", cut.getMessage()))
                        .send(question)
                        .recover(
                                failure -> isUnknown(failure) ? Future.succeededFuture() : Future.failedFuture(failure))
                        .map(answer -> new Asked(new Held(node, client, connection), answer)))
                .timeout(settings.connectMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> client.close());
    }

    /** Whether that is a question which this Redis, or this user's rights, does not know of. */
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ErrorType error
                && (error.is("NOPERM") || error.getMessage().startsWith("ERR unknown"));
    }

    private static boolean isReplica(Response role) {
        return role != null && role.size() > 0 && "slave".equals(role.get(0).toString());
    }

    private static Future<Held> refuse(Held replica) {
        replica.drop();
        return Future.failedFuture(new RedisAway("it is a replica and takes no writes"));
    }

    private void sayOnce(RedisNode node, Throwable failure) {
        String reason = reason(failure);
        if (!reason.equals(said.put(node, reason))) {
            LOG.warnf("cannot use Redis at %s: %s", node, reason);
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof ErrorType error
                && (error.is("WRONGPASS") || error.is("NOAUTH") || error.is("ERR invalid password"))) {
            return "it wants another user or password than REDIS_URL or REDIS_PASSWORD has";
        }
        if (failure instanceof javax.net.ssl.SSLException) {
            return "its certificate is not trusted, or is for another name; see REDIS_CA (" + failure.getMessage()
                    + ")";
        }
        if (failure instanceof TimeoutException) {
            return "it does not answer within TRIVET_REDIS_CONNECT_TIMEOUT";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
