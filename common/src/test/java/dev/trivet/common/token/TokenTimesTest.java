package dev.trivet.common.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.servers.KeyPairs;
import org.junit.jupiter.api.Test;

import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** From when to when a token counts, and whose it must be. */
class TokenTimesTest {

    private static final KeyPair KEY = KeyPairs.curve("secp256r1");
    private static final long MADE = Instant.parse("2026-05-17T10:00:00Z").getEpochSecond();

    private Instant now = Instant.ofEpochSecond(MADE);
    private final AccessTokens tokens =
            new AccessTokens(id -> Optional.of(KEY.getPublic()), "urn:trivet:site", "site", () -> now);

    @Test
    void theEndIsFiveSecondsLateAndNotAMillisecondMore() throws InvalidToken {
        String token = token(claims -> {});
        String another = token(claims -> claims.put("jti", "token-2"));

        now = Instant.ofEpochSecond(MADE + 305).minusMillis(1);
        tokens.verify(token);

        now = Instant.ofEpochSecond(MADE + 305);
        assertThatThrownBy(() -> tokens.verify(token)).as("remembered").hasMessage("the token has expired; refresh it");
        assertThatThrownBy(() -> tokens.verify(another))
                .as("read anew")
                .hasMessage("the token has expired; refresh it");
    }

    @Test
    void aTokenFromTheFutureIsRefused() throws InvalidToken {
        for (String claim : List.of("iat", "nbf")) {
            tokens.verify(token(claims -> claims.put(claim, MADE + 5)));
            refuse(claims -> claims.put(claim, MADE + 6));
        }
    }

    @Test
    void timesAreNumbers() {
        for (String claim : List.of("iat", "nbf", "exp")) {
            refuse(claims -> claims.put(claim, "2026-05-17T10:00:00Z"));
            refuse(claims -> claims.put(claim, List.of(MADE)));
            refuse(claims -> claims.put(claim, true));
        }
        refuse(claims -> claims.put("exp", -1));
        refuse(claims -> claims.put("iat", Long.MAX_VALUE));
        refuse(claims -> claims.put("exp", null));
        refuse(claims -> claims.remove("exp"));
        refuse(claims -> claims.remove("iat"));
    }

    @Test
    void issuerAndAudienceAreExactlyOurs() throws InvalidToken {
        assertThat(tokens.verify(token(claims -> claims.put("aud", List.of("site"))))
                        .epoch())
                .isEqualTo(7);
        for (Object audience :
                List.of("", "other", "Site", "site ", List.of(), List.of("site", "other"), List.of("other"), 1)) {
            refuse(claims -> claims.put("aud", audience));
        }
        for (Object issuer :
                List.of("", "urn:trivet:other", "urn:trivet:site/", "URN:TRIVET:SITE", List.of("urn:trivet:site"), 1)) {
            refuse(claims -> claims.put("iss", issuer));
        }
        refuse(claims -> claims.remove("aud"));
        refuse(claims -> claims.remove("iss"));
    }

    @Test
    void whoAndWhichTokenAreTold() {
        for (String claim : List.of("sub", "sid", "jti", "ep")) {
            refuse(claims -> claims.remove(claim));
            refuse(claims -> claims.put(claim, null));
            refuse(claims -> claims.put(claim, Map.of("a", 1)));
        }
        refuse(claims -> claims.put("jti", ""));
        refuse(claims -> claims.put("sub", "root"));
        refuse(claims -> claims.put("roles", List.of(1)));
        refuse(claims -> claims.put("roles", "admin"));
    }

    private void refuse(Consumer<Map<String, Object>> changed) {
        String token = token(changed);
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(InvalidToken.class);
    }

    private static String token(Consumer<Map<String, Object>> changed) {
        String claims = TokenMaker.claims(Instant.ofEpochSecond(MADE), changed);
        return TokenMaker.token(TokenMaker.header("ES256", "key"), claims, KEY);
    }
}
