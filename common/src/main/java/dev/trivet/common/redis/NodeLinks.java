package dev.trivet.common.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One event loop's links to Redis, one for each master. A Redis that is alone, or led by sentinels, is one master; a
 * cluster has several, and each command goes to the one that has its key.
 */
final class NodeLinks {

    private static final RedisAway NOWHERE = new RedisAway("nobody knows where Redis is");

    /** A slot on its way costs two at most; more is a cluster at odds with itself. */
    private static final int MOST_REDIRECTS = 3;

    private final Vertx vertx;
    private final Context context;
    private final Topology topology;
    private final NodeConnector connector;
    private final RedisTimer timer;
    private final RedisConfig config;
    private final Map<RedisNode, RedisLink> links = new ConcurrentHashMap<>();
    private volatile boolean closed;

    NodeLinks(
            Vertx vertx,
            Context context,
            Topology topology,
            NodeConnector connector,
            RedisTimer timer,
            RedisConfig config) {
        this.vertx = vertx;
        this.context = context;
        this.topology = topology;
        this.connector = connector;
        this.timer = timer;
        this.config = config;
        topology.onChange(this::follow);
        topology.known().onSuccess(this::follow);
    }

    /** Sends one command to the master that has its key, or to the first if it has none. */
    Future<Response> send(Request request) {
        SlotMap map = topology.map();
        if (map == null) {
            return whenKnown().compose(found -> send(request));
        }
        if (map.nodes().size() == 1) {
            return link(map.nodes().get(0)).send(request);
        }
        return map.node(CommandKey.slot(request))
                .map(node -> send(node, request, MOST_REDIRECTS))
                .orElseGet(() -> Future.failedFuture(NOWHERE));
    }

    /** Sends one command to every master. */
    Future<List<Response>> sendToAll(Request request) {
        return toAll((map, node) -> Optional.of(request));
    }

    /** Sends every master a command about a key that it has, or would have, whose name begins like this. */
    Future<List<Response>> sendToAll(String prefix, Function<String, Request> command) {
        return toAll((map, node) -> map.keyOn(node, prefix).map(command));
    }

    private Future<List<Response>> toAll(BiFunction<SlotMap, RedisNode, Optional<Request>> command) {
        SlotMap map = topology.map();
        if (map == null) {
            return whenKnown().compose(found -> toAll(command));
        }
        return Future.all(map.nodes().stream()
                        .flatMap(node -> command.apply(map, node).map(one -> send(node, one, MOST_REDIRECTS)).stream())
                        .toList())
                .map(all -> all.list());
    }

    private Future<Response> send(RedisNode node, Request request, int redirects) {
        return link(node).send(request).recover(failure -> Redirect.of(failure, node)
                .filter(redirect -> redirects > 0)
                .map(redirect -> follow(redirect, request, redirects - 1))
                .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Response> follow(Redirect redirect, Request request, int redirects) {
        if (redirect.asking()) {
            return link(redirect.to()).sendAsking(request);
        }
        topology.doubt();
        return send(redirect.to(), request, redirects);
    }

    /** Back on the context of whoever asked; it is not this that completes the future. */
    private Future<SlotMap> whenKnown() {
        Promise<SlotMap> here = Promise.promise();
        topology.known()
                .timeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .recover(late -> Future.failedFuture(NOWHERE))
                .onComplete(found -> context.runOnContext(ignored -> here.handle(found)));
        return here.future();
    }

    private RedisLink link(RedisNode node) {
        RedisLink link = links.get(node);
        return link != null ? link : links.computeIfAbsent(node, this::newLink);
    }

    private RedisLink newLink(RedisNode node) {
        var link = new RedisLink(vertx, context, () -> connector.connect(node), topology::doubt, timer, config);
        if (closed) {
            link.close();
        }
        return link;
    }

    /** Connects to new masters before anybody needs them, and leaves those that are none any more. */
    private void follow(SlotMap map) {
        map.nodes().forEach(this::link);
        for (RedisNode node : Set.copyOf(links.keySet())) {
            if (!map.nodes().contains(node)) {
                RedisLink gone = links.remove(node);
                if (gone != null) {
                    gone.close();
                }
            }
        }
    }

    void close() {
        closed = true;
        links.values().forEach(RedisLink::close);
    }
}
