package dev.trivet.common.redis;

import dev.trivet.common.redis.NodeConnector.Held;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** The question to a sentinel where the master is. */
final class SentinelMaster {

    private SentinelMaster() {}

    static Future<Sighting> ask(Held held, String master) {
        // The one that leads a failover gives the new address here first, and already has its epoch.
        Future<Response> state = held.connection().send(sentinel("MASTER", master));
        return held.connection()
                .send(sentinel("GET-MASTER-ADDR-BY-NAME", master))
                .compose(address -> address == null
                        ? Future.failedFuture(new RedisAway("it knows of no master called " + master))
                        : state.map(known -> new Sighting(SlotMap.alone(node(address)), epoch(known))));
    }

    private static Request sentinel(String question, String master) {
        return Request.cmd(Command.SENTINEL).arg(question).arg(master);
    }

    private static RedisNode node(Response address) {
        return new RedisNode(address.get(0).toString(), address.get(1).toInteger());
    }

    private static long epoch(Response state) {
        Response epoch = state.get("config-epoch");
        return epoch == null ? 0 : epoch.toLong();
    }
}
