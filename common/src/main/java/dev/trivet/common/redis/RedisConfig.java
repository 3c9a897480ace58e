package dev.trivet.common.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How long to wait for Redis. Addresses, passwords and TLS are Quarkus' own {@code quarkus.redis.*} settings. */
@ConfigMapping(prefix = "trivet.redis")
public interface RedisConfig {

    /**
     * How long one command may take before the caller goes on without Redis. Environment:
     * {@code TRIVET_REDIS_DEADLINE}.
     */
    @WithDefault("20ms")
    Duration deadline();
}
