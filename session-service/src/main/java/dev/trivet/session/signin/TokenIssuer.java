package dev.trivet.session.signin;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.secret.ChangingSecret;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.session.key.KeysConfig;
import dev.trivet.session.key.SigningKey;
import dev.trivet.session.key.SigningKeys;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the tokens of a session. Everything in them follows from the session's generation, so the same generation always
 * gives the same tokens.
 */
@Singleton
class TokenIssuer {

    private final SigningKeys keys;
    private final RefreshTokens refreshTokens;
    private final String site;
    private final Duration life;

    TokenIssuer(SigningKeys keys, KeysConfig config, Pack pack) {
        ChangingSecret secret = ChangingSecret.parse(config.refreshSecret().orElse(""));
        if (!secret.isStrong() && ConfigUtils.isProfileActive("prod")) {
            throw new ConfigurationException("TRIVET_KEYS_REFRESH_SECRET must be a secret of 32 characters or more, or"
                    + " while it is changed two with a comma between them; make one with: openssl rand -hex 32");
        }
        this.keys = keys;
        this.refreshTokens = new RefreshTokens(secret);
        this.site = pack.site();
        this.life = pack.sessions().access();
    }

    /** What a client gets for signing in or refreshing. */
    record Tokens(String accessToken, long expiresIn, String refreshToken) {}

    Tokens issue(Session session) {
        Instant expires = accessExpires(session);
        return new Tokens(
                accessToken(session, expires),
                secondsUntil(expires),
                refreshTokens.token(session.id(), session.generation()));
    }

    /** The {@code jti} of the access token that goes with a generation. */
    String accessTokenId(UUID session, int generation) {
        return refreshTokens.accessTokenId(session, generation);
    }

    /** An access token does not outlive its session. */
    private Instant accessExpires(Session session) {
        Instant expires = session.rotatedAt().plus(life);
        return expires.isBefore(session.expiresAt()) ? expires : session.expiresAt();
    }

    private static long secondsUntil(Instant expires) {
        return Math.max(0, (Duration.between(Instant.now(), expires).toMillis() + 999) / 1000);
    }

    Optional<RefreshTokens.Claim> readRefreshToken(String token) {
        return refreshTokens.read(token);
    }

    private String accessToken(Session session, Instant expires) {
        var claims = new JwtClaims();
        claims.setIssuer(AccessTokens.issuerOf(site));
        claims.setAudience(site);
        claims.setSubject(session.account().id().toString());
        claims.setJwtId(refreshTokens.accessTokenId(session.id(), session.generation()));
        claims.setIssuedAt(seconds(session.rotatedAt().getEpochSecond()));
        claims.setExpirationTime(seconds(expires.getEpochSecond()));
        claims.setStringClaim(AccessTokens.SESSION, session.id().toString());
        claims.setClaim(AccessTokens.EPOCH, session.account().epoch());
        claims.setStringListClaim(AccessTokens.ROLES, session.account().roles());
        SigningKey key = keys.signing();
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(key.algorithm());
        signature.setHeader("typ", AccessTokens.TYPE);
        signature.setKeyIdHeaderValue(key.id());
        signature.setKey(key.privateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the signing key does not sign", e);
        }
    }

    private static NumericDate seconds(long epochSecond) {
        return NumericDate.fromSeconds(epochSecond);
    }
}
