package dev.trivet.common.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait for Redis, and what Quarkus has no setting for. Addresses, passwords and TLS are Quarkus' own
 * {@code quarkus.redis.*} settings, which follow from {@code REDIS_URL} and its like ({@link RedisVariables}).
 */
@ConfigMapping(prefix = "trivet.redis")
public interface RedisConfig {

    /**
     * How long one command may take before the caller goes on without Redis. Environment:
     * {@code TRIVET_REDIS_DEADLINE}.
     */
    @WithDefault("20ms")
    Duration deadline();

    /**
     * How long connecting may take, with TLS, password and the first answer. Environment:
     * {@code TRIVET_REDIS_CONNECT_TIMEOUT}.
     */
    @WithDefault("2s")
    Duration connectTimeout();

    /**
     * How long after a connection broke, or could not be had, the next is tried; half as long for some, so that not all come
     * together, and twice as long each further time. Environment: {@code TRIVET_REDIS_RECONNECT_AFTER}.
     */
    @WithDefault("100ms")
    Duration reconnectAfter();

    /** The longest such wait. Environment: {@code TRIVET_REDIS_RECONNECT_AT_MOST}. */
    @WithDefault("1s")
    Duration reconnectAtMost();

    /** What sentinels want to hear, if anything. Environment: {@code REDIS_SENTINEL_PASSWORD}. */
    Optional<String> sentinelPassword();
}
