package dev.trivet.common.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.net.URI;
import java.time.Duration;

/** Where session-service answers, for the services that verify its tokens. */
@ConfigMapping(prefix = "trivet.session-service")
public interface SessionServiceConfig {

    /** Its address. Environment: {@code TRIVET_SESSION_SERVICE_URL}. */
    @WithDefault("http://localhost:8081")
    URI url();

    /** How often its public keys are fetched anew. Environment: {@code TRIVET_SESSION_SERVICE_KEYS_EVERY}. */
    @WithDefault("30s")
    Duration keysEvery();
}
