package dev.trivet.common.redis;

/** Where one Redis listens. */
record RedisNode(String host, int port) {

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
