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

    /** What sentinels want to hear, if anything. Environment: {@code REDIS_SENTINEL_PASSWORD}. */
    Optional<String> sentinelPassword();
}
