package dev.trivet.gateway.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How clients are told apart. */
@ConfigMapping(prefix = "trivet.gateway.identity")
public interface IdentityConfig {

    /**
     * In which header the proxies in front say whom they have it from: {@code x-forwarded-for} or {@code forwarded}; the
     * other one is dropped, since they would let it pass. Environment: {@code TRIVET_GATEWAY_IDENTITY_HEADER}.
     */
    @WithDefault("x-forwarded-for")
    HopHeader header();

    /** So many bits of an IPv6 address are one client. Environment: {@code TRIVET_GATEWAY_IDENTITY_IPV6_PREFIX}. */
    @WithDefault("64")
    int ipv6Prefix();
}
