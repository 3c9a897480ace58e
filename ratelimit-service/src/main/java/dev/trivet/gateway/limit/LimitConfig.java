package dev.trivet.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How limits behave beyond what the pack says. */
@ConfigMapping(prefix = "trivet.limits")
interface LimitConfig {

    /**
     * How many gateways run. While Redis is away each admits this share of a local limit. Environment:
     * {@code TRIVET_LIMITS_GATEWAYS}.
     */
    @WithDefault("1")
    int gateways();

    /**
     * Whether answers carry the draft's {@code RateLimit} and {@code RateLimit-Policy} beside {@code X-RateLimit-*}.
     * Environment: {@code TRIVET_LIMITS_HEADERS}.
     */
    @WithDefault("true")
    boolean headers();
}
