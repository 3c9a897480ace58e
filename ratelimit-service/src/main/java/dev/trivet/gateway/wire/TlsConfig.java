package dev.trivet.gateway.wire;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The gateway's own TLS, for where nothing in front ends it. */
@ConfigMapping(prefix = "trivet.gateway.tls")
public interface TlsConfig {

    /** PEM file with the certificate and those that it hangs on. Environment: {@code TRIVET_GATEWAY_TLS_CERTIFICATE}. */
    Optional<Path> certificate();

    /** PEM file with its private key. Environment: {@code TRIVET_GATEWAY_TLS_KEY}. */
    Optional<Path> key();

    /**
     * Where clients find TLS: whoever comes without is sent to this port, but for trusted proxies. Nobody is when it is left out.
     * Environment: {@code TRIVET_GATEWAY_TLS_REDIRECT}.
     */
    OptionalInt redirect();

    /** How often both are read anew. Environment: {@code TRIVET_GATEWAY_TLS_EVERY}. */
    @WithDefault("30s")
    Duration every();
}
