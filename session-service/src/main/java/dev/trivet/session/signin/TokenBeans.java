package dev.trivet.session.signin;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.session.key.SigningKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.time.Instant;

/** This service verifies its own tokens with its own key. */
class TokenBeans {

    @Produces
    @Singleton
    AccessTokens accessTokens(SigningKey key, Pack pack) {
        return new AccessTokens(key, AccessTokens.issuerOf(pack.site()), pack.site(), Instant::now);
    }
}
