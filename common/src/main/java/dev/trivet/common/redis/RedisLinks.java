package dev.trivet.common.redis;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The process' links to Redis, one per event loop, so that no request changes threads to ask. */
@Singleton
public class RedisLinks {

    private final Vertx vertx;
    private final Redis redis;
    private final long deadlineMillis;
    private final Map<Object, RedisLink> byLoop = new ConcurrentHashMap<>();
    private final RedisLink home;

    RedisLinks(Vertx vertx, Redis redis, RedisConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.deadlineMillis = config.deadline().toMillis();
        this.home = linkOf((ContextInternal) vertx.getOrCreateContext());
    }

    void connectEarly(@Observes StartupEvent started) {
        // Constructing this bean connects; the first request should not have to wait for it.
    }

    public Future<Response> send(Request request) {
        return current().send(request);
    }

    private RedisLink current() {
        Context context = Vertx.currentContext();
        return context != null && context.isEventLoopContext() ? linkOf((ContextInternal) context) : home;
    }

    private RedisLink linkOf(ContextInternal context) {
        RedisLink link = byLoop.get(context.nettyEventLoop());
        return link != null
                ? link
                : byLoop.computeIfAbsent(
                        context.nettyEventLoop(),
                        loop -> new RedisLink(
                                vertx,
                                context.owner().createEventLoopContext(context.nettyEventLoop(), null, null),
                                redis,
                                deadlineMillis));
    }
}
