package dev.trivet.common.redis;

import io.vertx.core.Future;
import jakarta.inject.Singleton;

/**
 * Whether Redis, every master of it, takes what the services ask: a script that reads and writes. INFO is answered by one
 * that refuses all else: to a user without rights, as a replica, or where the disk takes nothing.
 */
@Singleton
public class RedisTrial {

    private static final Script SCRIPT = Script.beside(RedisTrial.class, "trial.lua");

    private final RedisLinks redis;
    private final RedisKeys keys;

    RedisTrial(RedisLinks redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Tries.
     *
     * @return failed with {@link RedisAway} when Redis is not there or late, or with Redis' own error
     */
    public Future<Void> run() {
        return SCRIPT.runOnAll(redis, keys.trials());
    }
}
