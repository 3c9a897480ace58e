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

    private static final String EPOCH = "cluster_current_epoch:";

    private ClusterSlots() {}

    static Future<Sighting> ask(Held held) {
        Future<Response> info =
                held.connection().send(Request.cmd(Command.CLUSTER).arg("INFO"));
        return held.connection()
                .send(Request.cmd(Command.CLUSTER).arg("SLOTS"))
                .map(ranges -> read(ranges, held.node()))
                .compose(map -> map.nodes().isEmpty()
                        ? Future.failedFuture(new RedisAway("it knows of no masters"))
                        : info.map(text -> new Sighting(map, epoch(text.toString()))));
    }

    private static long epoch(String info) {
        return info.lines()
                .filter(line -> line.startsWith(EPOCH))
                .mapToLong(line -> Long.parseLong(line.substring(EPOCH.length()).trim()))
                .findFirst()
                .orElse(0);
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
