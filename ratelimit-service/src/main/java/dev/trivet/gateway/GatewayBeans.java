package dev.trivet.gateway;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.RemoteKeys;
import dev.trivet.gateway.identity.ClientAddress;
import dev.trivet.gateway.identity.IdentityConfig;
import dev.trivet.gateway.load.Load;
import dev.trivet.gateway.upstream.Fleets;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.List;

/** Makes the plain parts of the gateway from pack and settings. */
class GatewayBeans {

    @Produces
    @Singleton
    Fleets fleets() {
        return new Fleets(System::nanoTime);
    }

    @Produces
    @Singleton
    Load load(GatewayConfig config) {
        return new Load(config.concurrency(), config.concurrencyPerClient(), System::nanoTime);
    }

    @Produces
    @Singleton
    ClientAddress addresses(GatewayConfig config, IdentityConfig identity) {
        try {
            return new ClientAddress(
                    config.trustedProxies().orElse(List.of()), identity.header(), identity.ipv6Prefix());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "TRIVET_GATEWAY_TRUSTED_PROXIES or TRIVET_GATEWAY_IDENTITY_IPV6_PREFIX: " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    AccessTokens accessTokens(RemoteKeys keys, Pack pack) {
        return new AccessTokens(keys, AccessTokens.issuerOf(pack.site()), pack.site(), Instant::now);
    }
}
