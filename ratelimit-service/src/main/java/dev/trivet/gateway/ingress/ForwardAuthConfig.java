package dev.trivet.gateway.ingress;

import io.smallrye.config.ConfigMapping;

import java.util.Optional;

/** Who may ask the gateway instead of being it. */
@ConfigMapping(prefix = "trivet.forward-auth")
interface ForwardAuthConfig {

    /**
     * What asks {@code /ratelimit/auth}: nginx, traefik (Caddy too) or envoy. Nothing answers there while it is not set. Environment:
     * {@code TRIVET_FORWARD_AUTH_INGRESS}.
     */
    Optional<Ingress> ingress();
}
