package dev.trivet.common.redis;

import io.vertx.redis.client.impl.types.ErrorType;

import java.util.Optional;

/**
 * A cluster node's answer that another node has the key.
 *
 * @param asking whether only for this once, since the key's slot is on its way to the other node
 */
record Redirect(boolean asking, RedisNode to) {

    /** Reads {@code MOVED slot host:port} and {@code ASK slot host:port}; anything else is none. */
    static Optional<Redirect> of(Throwable failure, RedisNode from) {
        if (!(failure instanceof ErrorType error) || error.getMessage() == null) {
            return Optional.empty();
        }
        String[] words = error.getMessage().split(" ");
        int colon = words.length < 3 ? -1 : words[2].lastIndexOf(':');
        if (colon < 0 || !(words[0].equals("MOVED") || words[0].equals("ASK"))) {
            return Optional.empty();
        }
        int port = Integer.parseInt(words[2].substring(colon + 1));
        return Optional.of(
                new Redirect(words[0].equals("ASK"), ClusterSlots.node(words[2].substring(0, colon), port, from)));
    }
}
