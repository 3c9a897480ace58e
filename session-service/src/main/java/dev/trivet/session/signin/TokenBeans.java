package dev.trivet.session.signin;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.session.key.SigningKeys;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.time.Instant;

/** This service verifies its own tokens with its own keys. */
class TokenBeans {

    @Produces
    @Singleton
    AccessTokens accessTokens(SigningKeys keys, Pack pack) {
        return new AccessTokens(keys, AccessTokens.issuerOf(pack.site()), pack.site(), Instant::now);
    }
}
