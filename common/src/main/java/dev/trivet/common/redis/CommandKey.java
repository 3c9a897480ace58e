package dev.trivet.common.redis;

import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.RequestImpl;

import java.util.List;

/** The key by which a command finds its Redis. */
final class CommandKey {

    private CommandKey() {}

    /** The slot of a command's first key. Redis itself refuses a command whose keys have several. */
    static int slot(Request request) {
        List<byte[]> keys = ((RequestImpl) request).keys();
        return keys.isEmpty() ? 0 : HashSlot.of(keys.get(0));
    }
}
