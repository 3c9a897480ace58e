package dev.trivet.common.redis;

import dev.trivet.common.redis.NodeConnector.Held;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** The question to a sentinel where the master is. */
final class SentinelMaster {

    private SentinelMaster() {}

    static Future<SlotMap> ask(Held held, String master) {
        return held.connection()
                .send(Request.cmd(Command.SENTINEL)
                        .arg("GET-MASTER-ADDR-BY-NAME")
                        .arg(master))
                .compose(address -> address == null
                        ? Future.failedFuture(new RedisAway("it knows of no master called " + master))
                        : Future.succeededFuture(SlotMap.alone(new RedisNode(
                                address.get(0).toString(), address.get(1).toInteger()))));
    }
}
