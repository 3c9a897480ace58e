package dev.trivet.gateway.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.Optional;

/** Who may ask the gateway instead of being it. */
@ConfigMapping(prefix = "trivet.forward-auth")
interface ForwardAuthConfig {

    /**
     * What asks {@code /ratelimit/auth}: nginx, traefik (Caddy too) or envoy. Nothing answers there while it is not set. Environment:
     * {@code TRIVET_FORWARD_AUTH_INGRESS}.
     */
    Optional<Ingress> ingress();

    /**
     * Most questions a second about requests of one client's address; twice as many after a silence. Environment:
     * {@code TRIVET_FORWARD_AUTH_PER_CLIENT}.
     */
    @WithDefault("1000")
    int perClient();
}
