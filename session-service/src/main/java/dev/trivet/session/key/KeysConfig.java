package dev.trivet.session.key;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;
import java.util.Optional;

/** Secrets that tokens are made with. */
@ConfigMapping(prefix = "trivet.keys")
public interface KeysConfig {

    /**
     * PEM file with the RSA private key (PKCS #8 or PKCS #1, 2048 bits or more) that signs access tokens. Left out in development,
     * a key is made at each start. Environment: {@code TRIVET_KEYS_SIGNING}.
     */
    Optional<Path> signing();

    /**
     * Secret of 32 characters or more that refresh tokens are derived from. Changing it ends all sessions. Environment:
     * {@code TRIVET_KEYS_REFRESH_SECRET}.
     */
    Optional<String> refreshSecret();
}
