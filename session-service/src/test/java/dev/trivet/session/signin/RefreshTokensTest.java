package dev.trivet.session.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.secret.ChangingSecret;
import dev.trivet.session.signin.RefreshTokens.Claim;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

class RefreshTokensTest {

    private final RefreshTokens tokens = with("a secret of ours");
    private final UUID session = UUID.randomUUID();

    private static RefreshTokens with(String secret) {
        return new RefreshTokens(ChangingSecret.parse(secret));
    }

    /** Replicas change one after the other; whoever has changed and whoever has not read each other's tokens. */
    @Test
    void aSecretIsChangedInThreeStepsAndNoTokenIsRefused() {
        List<RefreshTokens> steps = List.of(with("old"), with("old,new"), with("new,old"), with("new"));

        for (int step = 0; step < steps.size() - 1; step++) {
            RefreshTokens before = steps.get(step);
            RefreshTokens after = steps.get(step + 1);
            assertThat(after.read(before.token(session, 4))).contains(new Claim(session, 4));
            assertThat(before.read(after.token(session, 4))).contains(new Claim(session, 4));
        }
        assertThat(with("new").read(with("old").token(session, 4))).isEmpty();
    }

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
        assertThat(with("another secret").read(token)).isEmpty();
    }
}
