package dev.trivet.common.redis;

import dev.trivet.common.redis.NodeConnector.Held;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

import java.util.ArrayList;
import java.util.List;

/** The question to a cluster's node which masters there are. */
final class ClusterSlots {

    private static final String SERVES = "cluster_state:ok";

    private ClusterSlots() {}

    /** Fails when the node is cut off from most of the others: it may not have heard of the last failover. */
    static Future<Sighting> ask(Held held) {
        Future<Response> info = held.connection().send(cluster("INFO"));
        Future<SlotMap> slots = held.connection().send(cluster("SLOTS")).map(ranges -> read(ranges, held.node()));
        return Future.all(info, slots)
                .compose(both -> info.result().toString().contains(SERVES)
                                && !slots.result().nodes().isEmpty()
                        ? Future.succeededFuture(new Sighting(slots.result(), 0))
                        : Future.failedFuture(new RedisAway("it is cut off from the cluster, or the cluster is down")));
    }

    private static Request cluster(String question) {
        return Request.cmd(Command.CLUSTER).arg(question);
    }

    /** Each range is its first slot, its last, its master as host, port and more, then the master's replicas. */
    private static SlotMap read(Response answer, RedisNode informant) {
        List<SlotMap.Range> ranges = new ArrayList<>();
        for (Response range : answer) {
            Response master = range.get(2);
            ranges.add(new SlotMap.Range(
                    range.get(0).toInteger(),
                    range.get(1).toInteger(),
                    node(
                            master.get(0) == null ? "" : master.get(0).toString(),
                            master.get(1).toInteger(),
                            informant)));
        }
        return SlotMap.of(ranges);
    }

    /** A node that does not know its own name is where it was asked. */
    static RedisNode node(String host, int port, RedisNode informant) {
        return new RedisNode(host.isEmpty() || host.equals("?") ? informant.host() : host, port);
    }
}
