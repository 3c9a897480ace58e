package dev.trivet.common.redis;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The process' links to Redis, of each event loop its own, so that no request changes threads to ask. */
@Singleton
public class RedisLinks {

    private final Map<EventLoop, NodeLinks> byLoop = new HashMap<>();
    private final NodeLinks any;

    RedisLinks(Vertx vertx, Topology topology, NodeConnector connector, RedisTimer timer, RedisConfig config) {
        var internal = (VertxInternal) vertx;
        for (EventExecutor executor : internal.getEventLoopGroup()) {
            EventLoop loop = (EventLoop) executor;
            Context context = internal.createEventLoopContext(loop, null, null);
            byLoop.put(loop, new NodeLinks(vertx, context, topology, connector, timer, config));
        }
        any = byLoop.values().iterator().next();
    }

    void connectEarly(@Observes StartupEvent event) {
        // Constructing this bean connects; the first request should not have to wait for it.
    }

    void close(@Observes ShutdownEvent event) {
        byLoop.values().forEach(NodeLinks::close);
    }

    /**
     * Sends one command, by a link of the calling event loop if it is on one. On a cluster its keys decide where to.
     *
     * @return the answer; failed with {@link RedisAway} when Redis is not there or late, or with Redis' own error
     */
    public Future<Response> send(Request request) {
        return here().send(request);
    }

    /** Sends one command to every master; fails when one of them does not answer. */
    public Future<List<Response>> sendToAll(Request request) {
        return here().sendToAll(request);
    }

    /** Sends every master a command about a key of its own, whose name begins like this; fails likewise. */
    Future<List<Response>> sendToAll(String prefix, Function<String, Request> command) {
        return here().sendToAll(prefix, command);
    }

    private NodeLinks here() {
        return Vertx.currentContext() instanceof ContextInternal context && context.isEventLoopContext()
                ? byLoop.getOrDefault(context.nettyEventLoop(), any)
                : any;
    }
}
