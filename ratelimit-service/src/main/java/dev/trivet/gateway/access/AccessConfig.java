package dev.trivet.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The access log. */
@ConfigMapping(prefix = "trivet.gateway.access-log")
public interface AccessConfig {

    /** Whether each request is written to standard output as a line of JSON. Environment: {@code TRIVET_GATEWAY_ACCESS_LOG_ENABLED}. */
    @WithDefault("false")
    boolean enabled();

    /**
     * How much of the client's address is written: {@code full}, {@code masked} (its network) or {@code none}. Environment:
     * {@code TRIVET_GATEWAY_ACCESS_LOG_ADDRESS}.
     */
    @WithDefault("masked")
    AddressMask address();
}
