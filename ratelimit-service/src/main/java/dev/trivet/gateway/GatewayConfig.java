package dev.trivet.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway's own settings; what the site is like stands in the pack. */
@ConfigMapping(prefix = "trivet.gateway")
public interface GatewayConfig {

    /**
     * api-service's address, or several of them separated by commas, each with {@code ;weight=n} if need be. Environment:
     * {@code TRIVET_GATEWAY_API_SERVICE_URL}.
     */
    @WithDefault("http://localhost:8082")
    String apiServiceUrl();

    /**
     * session-service's addresses for what clients ask it, likewise; the gateway's own questions go to
     * {@code TRIVET_SESSION_SERVICE_URL}, and so does everything when this is left out. Environment:
     * {@code TRIVET_GATEWAY_SESSION_SERVICE_URL}.
     */
    Optional<String> sessionServiceUrl();

    /**
     * Addresses of the pack's routes by name, likewise, instead of those in the pack. Environment:
     * {@code TRIVET_GATEWAY_ROUTES_<NAME>}.
     */
    Map<String, String> routes();

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

    /**
     * How long a request body may take to arrive, beside what its length allows it. Environment:
     * {@code TRIVET_GATEWAY_BODY_TIMEOUT}.
     */
    @WithDefault("10s")
    Duration bodyTimeout();

    /** Bytes of a body that allow it one more second each time. Environment: {@code TRIVET_GATEWAY_BODY_RATE}. */
    @WithDefault("4K")
    MemorySize bodyRate();

    /**
     * How long an upstream may take until its answer begins, from when it has the whole request. Environment:
     * {@code TRIVET_GATEWAY_ANSWER_TIMEOUT}.
     */
    @WithDefault("10s")
    Duration answerTimeout();

    /**
     * How long an exchange may go without a byte in either direction. Environment: {@code TRIVET_GATEWAY_IDLE_TIMEOUT}.
     */
    @WithDefault("60s")
    Duration idleTimeout();

    /**
     * How long a whole exchange may take; streams of events and WebSockets have no end. Environment:
     * {@code TRIVET_GATEWAY_TOTAL_TIMEOUT}.
     */
    @WithDefault("5m")
    Duration totalTimeout();

    /** Most connections to one address of an upstream. Environment: {@code TRIVET_GATEWAY_MAX_CONNECTIONS}. */
    @WithDefault("256")
    int maxConnections();

    /**
     * Most requests in the whole gateway at a time; those of low priority are refused first, from 80% on. Environment:
     * {@code TRIVET_GATEWAY_CONCURRENCY}.
     */
    @WithDefault("2000")
    int concurrency();

    /**
     * Most requests of one client's address at a time; of one upstream it may have no more than half of the room either.
     * Environment: {@code TRIVET_GATEWAY_CONCURRENCY_PER_CLIENT}.
     */
    @WithDefault("64")
    int concurrencyPerClient();
}
