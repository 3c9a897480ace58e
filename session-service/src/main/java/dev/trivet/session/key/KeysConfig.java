package dev.trivet.session.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Secrets that tokens are made with. */
@ConfigMapping(prefix = "trivet.keys")
public interface KeysConfig {

    /**
     * What signs access tokens: a PEM file with a private key (RSA of 2048 bits or more signs with RS256, P-256 with ES256; PKCS #8,
     * PKCS #1 or SEC 1), or a directory with such a file called {@code signing.pem}, and others that are published beside it. Left
     * out in development, a key is made at each start. Environment: {@code TRIVET_KEYS_SIGNING}.
     */
    Optional<Path> signing();

    /** How often the signing keys are read anew. Environment: {@code TRIVET_KEYS_EVERY}. */
    @WithDefault("30s")
    Duration every();

    /**
     * How long a key is published before it signs: longer than replicas take to see a changed file and verifiers to fetch the
     * keys, together. Environment: {@code TRIVET_KEYS_SIGN_AFTER}.
     */
    @WithDefault("5m")
    Duration signAfter();

    /**
     * How long a key stays published whose file is gone: longer than an access token lives and {@link #signAfter} together.
     * Environment: {@code TRIVET_KEYS_KEEP}.
     */
    @WithDefault("30m")
    Duration keep();

    /**
     * Secret of 32 characters or more that refresh tokens are derived from; of two with a comma between them, by the first, and
     * tokens of both are accepted. Changing it at once ends all sessions. Environment: {@code TRIVET_KEYS_REFRESH_SECRET}.
     */
    Optional<String> refreshSecret();
}
