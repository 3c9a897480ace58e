package dev.trivet.session.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.session.signin.RefreshTokens.Claim;
import org.junit.jupiter.api.Test;

import java.util.UUID;

class RefreshTokensTest {

    private final RefreshTokens tokens = new RefreshTokens("a secret of ours");
    private final UUID session = UUID.randomUUID();

    @Test
    void aTokenSaysWhichSessionAndGeneration() {
        assertThat(tokens.read(tokens.token(session, 4))).contains(new Claim(session, 4));
    }

    @Test
    void theTokenOfAGenerationIsAlwaysTheSame() {
        assertThat(tokens.token(session, 4)).isEqualTo(tokens.token(session, 4));
        assertThat(tokens.accessTokenId(session, 4)).isEqualTo(tokens.accessTokenId(session, 4));
        assertThat(tokens.accessTokenId(session, 4)).isNotEqualTo(tokens.accessTokenId(session, 5));
    }

    @Test
    void anythingChangedIsRefused() {
        String token = tokens.token(session, 4);

        assertThat(tokens.read(token.replace(".4.", ".5."))).isEmpty();
        assertThat(tokens.read(
                        token.replace(session.toString(), UUID.randomUUID().toString())))
                .isEmpty();
        assertThat(tokens.read(token.substring(0, token.length() - 1))).isEmpty();
        assertThat(tokens.read(token + "A")).isEmpty();
        assertThat(tokens.read(token.replace(".4.", ".04."))).isEmpty();
        assertThat(tokens.read("x".repeat(100_000))).isEmpty();
        assertThat(new RefreshTokens("another secret").read(token)).isEmpty();
    }
}
