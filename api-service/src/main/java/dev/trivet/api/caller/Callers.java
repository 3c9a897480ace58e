package dev.trivet.api.caller;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.Caller;
import dev.trivet.common.token.InvalidToken;
import dev.trivet.common.token.RemoteKeys;
import jakarta.inject.Singleton;

import java.time.Instant;

/**
 * Who a request comes from, by its token. Verified here again: whoever can reach this service past the gateway must not
 * be able to name himself. Whether the token was withdrawn only the gateway asks.
 */
@Singleton
public class Callers {

    private final RemoteKeys keys;
    private final AccessTokens tokens;

    Callers(RemoteKeys keys, Pack pack) {
        this.keys = keys;
        this.tokens = new AccessTokens(keys, AccessTokens.issuerOf(pack.site()), pack.site(), Instant::now);
    }

    /** The caller, or null when nobody is signed in. */
    public Caller of(String authorization) {
        String token = AccessTokens.bearer(authorization).orElse(null);
        if (token == null) {
            return null;
        }
        keys.requireKnown();
        try {
            return tokens.verify(token);
        } catch (InvalidToken e) {
            throw Problems.invalidToken(e.getMessage());
        }
    }
}
