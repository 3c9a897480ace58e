package dev.trivet.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The gateway's own settings; what the site is like stands in the pack. */
@ConfigMapping(prefix = "trivet.gateway")
public interface GatewayConfig {

    /** api-service's address. Environment: {@code TRIVET_GATEWAY_API_SERVICE_URL}. */
    @WithDefault("http://localhost:8082")
    URI apiServiceUrl();

    /** api-service's management address. Environment: {@code TRIVET_GATEWAY_API_SERVICE_MANAGEMENT_URL}. */
    @WithDefault("http://localhost:9082")
    URI apiServiceManagementUrl();

    /** session-service's management address. Environment: {@code TRIVET_GATEWAY_SESSION_SERVICE_MANAGEMENT_URL}. */
    @WithDefault("http://localhost:9081")
    URI sessionServiceManagementUrl();

    /**
     * Networks of proxies in front whose X-Forwarded-For is believed, such as {@code 10.0.0.0/8}. Environment:
     * {@code TRIVET_GATEWAY_TRUSTED_PROXIES}, separated by commas.
     */
    Optional<List<String>> trustedProxies();

    /** Longest request body. Environment: {@code TRIVET_GATEWAY_MAX_BODY}. */
    @WithDefault("1M")
    MemorySize maxBody();

    /** How long an upstream may take to accept a connection. Environment: {@code TRIVET_GATEWAY_CONNECT_TIMEOUT}. */
    @WithDefault("1s")
    Duration connectTimeout();

    /** How long a request body may take to arrive. Environment: {@code TRIVET_GATEWAY_BODY_TIMEOUT}. */
    @WithDefault("10s")
    Duration bodyTimeout();

    /** How long an upstream may be silent. Environment: {@code TRIVET_GATEWAY_IDLE_TIMEOUT}. */
    @WithDefault("10s")
    Duration idleTimeout();

    /** Most connections to one upstream; as many requests again may wait for one. Environment: {@code TRIVET_GATEWAY_MAX_CONNECTIONS}. */
    @WithDefault("256")
    int maxConnections();
}
