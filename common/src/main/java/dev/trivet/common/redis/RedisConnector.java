package dev.trivet.common.redis;

import dev.trivet.common.redis.NodeConnector.Held;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import jakarta.inject.Singleton;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens connections that listen for long, each to the Redis that answers for a certain key. One whose key has moved to
 * another Redis is dropped, as if that had cut it.
 */
@Singleton
public class RedisConnector {

    private final Vertx vertx;
    private final Topology topology;
    private final NodeConnector nodes;
    private final Set<Listening> open = ConcurrentHashMap.newKeySet();

    RedisConnector(Vertx vertx, Topology topology, NodeConnector nodes) {
        this.vertx = vertx;
        this.topology = topology;
        this.nodes = nodes;
        topology.onChange(this::dropMoved);
    }

    /** A connection that listens. */
    public final class Listening {

        private final Held held;
        private final int slot;

        private Listening(Held held, int slot) {
            this.held = held;
            this.slot = slot;
        }

        public RedisConnection connection() {
            return held.connection();
        }

        private boolean isRight(SlotMap map) {
            return map.node(slot).filter(held.node()::equals).isPresent();
        }

        /** Closes the connection for good, whatever state it is in. */
        public void drop() {
            open.remove(this);
            held.drop();
        }
    }

    /** Opens a connection to the Redis that has a key, on the calling event loop. */
    public Future<Listening> connect(String key) {
        int slot = HashSlot.of(key);
        Context context = vertx.getOrCreateContext();
        return topology.known()
                .compose(map -> map.node(slot)
                        .map(node -> on(context, node))
                        .orElseGet(() -> Future.failedFuture(new RedisAway("no Redis answers for " + key))))
                .compose(held -> listening(held, slot))
                .onFailure(failure -> topology.doubt());
    }

    private Future<Held> on(Context context, RedisNode node) {
        Promise<Held> promise = Promise.promise();
        context.runOnContext(ignored -> nodes.connect(node).onComplete(promise));
        return promise.future();
    }

    private Future<Listening> listening(Held held, int slot) {
        var listening = new Listening(held, slot);
        open.add(listening);
        if (listening.isRight(topology.map())) {
            return Future.succeededFuture(listening);
        }
        listening.drop();
        return Future.failedFuture(new RedisAway("Redis has moved meanwhile"));
    }

    private void dropMoved(SlotMap map) {
        open.stream().filter(listening -> !listening.isRight(map)).forEach(Listening::drop);
    }
}
