package dev.trivet.gateway.wire;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** What a connection may be like. */
@ConfigMapping(prefix = "trivet.gateway.wire")
public interface WireConfig {

    /** Longest request line. Environment: {@code TRIVET_GATEWAY_WIRE_REQUEST_LINE}. */
    @WithDefault("8K")
    MemorySize requestLine();

    /** Longest head: request line and header fields. Environment: {@code TRIVET_GATEWAY_WIRE_HEAD}. */
    @WithDefault("16K")
    MemorySize head();

    /** Most header fields. Environment: {@code TRIVET_GATEWAY_WIRE_FIELDS}. */
    @WithDefault("100")
    int fields();

    /** How long TLS handshake and head may take to arrive. Environment: {@code TRIVET_GATEWAY_WIRE_HEAD_TIMEOUT}. */
    @WithDefault("10s")
    Duration headTimeout();

    /** How long a connection may wait for its next request. Environment: {@code TRIVET_GATEWAY_WIRE_KEEP_ALIVE}. */
    @WithDefault("75s")
    Duration keepAlive();

    /** Most connections. Environment: {@code TRIVET_GATEWAY_WIRE_CONNECTIONS}. */
    @WithDefault("10000")
    int connections();

    /**
     * Most connections of one client address; a trusted proxy may have as many as it likes. Environment: {@code
     * TRIVET_GATEWAY_WIRE_CONNECTIONS_PER_ADDRESS}.
     */
    @WithDefault("256")
    int connectionsPerAddress();

    /**
     * Whether trusted proxies begin each connection with the PROXY protocol, version 1 or 2. Environment: {@code
     * TRIVET_GATEWAY_WIRE_PROXY_PROTOCOL}.
     */
    @WithDefault("false")
    boolean proxyProtocol();
}
