package dev.trivet.common.redis;

import dev.trivet.common.redis.NodeConnector.Held;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Which Redis answers for which key, as far as is known. Sentinels, or the cluster's own nodes, are asked one after the
 * other until one knows; every second, and sooner when somebody has a doubt.
 *
 * <p>Every second, because a connection does not always tell: a master that was replaced while it hung believes in itself
 * for some seconds after it wakes up.
 */
@Singleton
class Topology {

    private static final Logger LOG = Logger.getLogger(Topology.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final long IN_DOUBT_MILLIS = 200;
    private static final long ANSWER_WITHIN_MILLIS = 500;

    /** How long it counts that somebody knew of the last failover. */
    private static final long CONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx;
    private final RedisSettings settings;
    private final NodeConnector connector;
    private final Context context;
    private final List<Consumer<SlotMap>> listeners = new CopyOnWriteArrayList<>();
    private final Promise<SlotMap> known = Promise.promise();
    private volatile SlotMap map;
    private volatile boolean closed;

    /** These belong to the event loop. */
    private Held informant;

    private boolean looking;
    private long timer = -1;
    private boolean soon;
    private long epoch;
    private long confirmedNanos;

    Topology(Vertx vertx, RedisSettings settings, NodeConnector connector) {
        this.vertx = vertx;
        this.settings = settings;
        this.connector = connector;
        this.context = vertx.getOrCreateContext();
        if (settings.isCluster() || settings.isSentinel()) {
            context.runOnContext(ignored -> look());
        } else {
            accept(SlotMap.alone(settings.seeds().get(0)));
        }
    }

    void lookEarly(@Observes StartupEvent event) {
        // Constructing this bean asks; the first request should not have to wait for it.
    }

    void close(@Observes ShutdownEvent event) {
        closed = true;
        context.runOnContext(ignored -> dropInformant());
    }

    /** What is known; null until somebody has answered. */
    SlotMap map() {
        return map;
    }

    /** What is known, once anything is. */
    Future<SlotMap> known() {
        return map == null ? known.future() : Future.succeededFuture(map);
    }

    /** Tells of every change from now on, on an event loop. */
    void onChange(Consumer<SlotMap> listener) {
        listeners.add(listener);
    }

    /** Somebody did not find what the map says, so it is asked for anew. */
    void doubt() {
        if (settings.isCluster() || settings.isSentinel()) {
            context.runOnContext(ignored -> {
                if (!soon) {
                    soon = true;
                    if (!looking) {
                        lookIn(IN_DOUBT_MILLIS);
                    }
                }
            });
        }
    }

    private void lookIn(long millis) {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(millis, ignored -> look());
    }

    private void look() {
        if (closed || looking) {
            return;
        }
        looking = true;
        List<RedisNode> nodes = informants();
        soon = false;
        ask(nodes).onComplete(found -> {
            looking = false;
            if (found.succeeded()) {
                epoch = found.result().epoch();
                confirmedNanos = System.nanoTime();
                accept(found.result().map());
            }
            lookIn(map == null || soon ? IN_DOUBT_MILLIS : EVERY_MILLIS);
        });
    }

    /** Whom to ask, in this order: whoever knew the last time; but when that is in doubt, those after him first. */
    private List<RedisNode> informants() {
        Set<RedisNode> all = new LinkedHashSet<>(settings.seeds());
        if (settings.isCluster() && map != null) {
            all.addAll(map.nodes());
        }
        List<RedisNode> inTurn = new ArrayList<>(all);
        int last = informant == null ? 0 : Math.max(0, inTurn.indexOf(informant.node()));
        Collections.rotate(inTurn, -(soon ? last + 1 : last));
        return inTurn;
    }

    private Future<Sighting> ask(List<RedisNode> nodes) {
        if (nodes.isEmpty()) {
            return Future.failedFuture(new RedisAway("nobody knows where Redis is"));
        }
        return ask(nodes.get(0)).recover(failure -> {
            LOG.debugf("%s does not tell where Redis is: %s", nodes.get(0), failure.getMessage());
            dropInformant();
            return ask(nodes.subList(1, nodes.size()));
        });
    }

    private Future<Sighting> ask(RedisNode node) {
        return held(node)
                .compose(held ->
                        settings.isCluster() ? ClusterSlots.ask(held) : SentinelMaster.ask(held, settings.master()))
                .timeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .compose(sighting -> isOutdated(sighting)
                        ? Future.failedFuture(new RedisAway("it has not heard of the last failover"))
                        : Future.succeededFuture(sighting));
    }

    /** Not for ever: who sets up sentinels anew begins with a low number again. */
    private boolean isOutdated(Sighting sighting) {
        return sighting.epoch() < epoch && System.nanoTime() - confirmedNanos < CONFIRMED_NANOS;
    }

    private Future<Held> held(RedisNode node) {
        if (informant != null && informant.node().equals(node)) {
            return Future.succeededFuture(informant);
        }
        Future<Held> opened = settings.isCluster() ? connector.connectToAny(node) : connector.connectToSentinel(node);
        return opened.onSuccess(held -> {
            dropInformant();
            informant = held;
        });
    }

    private void dropInformant() {
        if (informant != null) {
            informant.drop();
            informant = null;
        }
    }

    private void accept(SlotMap found) {
        if (found.equals(map)) {
            return;
        }
        if (map != null) {
            LOG.infof("Redis is now at %s, and was at %s", found, map);
        }
        map = found;
        known.tryComplete(found);
        listeners.forEach(listener -> listener.accept(found));
    }
}
