package dev.trivet.common.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

class AccessTokensTest {

    private static final RsaJsonWebKey OURS = rsa("ours");
    private static final RsaJsonWebKey THEIRS = rsa("ours");
    private static final EllipticCurveJsonWebKey OUR_CURVE = curve("our-curve");
    private static final String USER = UUID.randomUUID().toString();

    private Instant now = Instant.parse("2026-05-17T10:00:00Z");
    private final AccessTokens tokens = new AccessTokens(
            id -> Optional.ofNullable(Map.of("ours", OURS.getPublicKey(), "our-curve", OUR_CURVE.getPublicKey())
                    .get(id)),
            "urn:trivet:site",
            "site",
            () -> now);

    @Test
    void aTokenOfOursIsRead() throws Exception {
        Caller caller = tokens.verify(token(claims -> {}, header -> {}));

        assertThat(caller.user()).hasToString(USER);
        assertThat(caller.epoch()).isEqualTo(7);
        assertThat(caller.roles()).isEqualTo(List.of("member", "staff"));
        assertThat(caller.expires()).isEqualTo(now.plusSeconds(300));
    }

    @Test
    void es256IsAcceptedToo() throws Exception {
        String token = token(claims -> {}, header -> {
            header.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            header.setKeyIdHeaderValue("our-curve");
            header.setKey(OUR_CURVE.getPrivateKey());
        });

        assertThat(tokens.verify(token).user()).hasToString(USER);
    }

    @Test
    void claimsThatAreNotForHereAreRefused() {
        refuse(token(claims -> claims.setIssuer("urn:trivet:other"), header -> {}));
        refuse(token(claims -> claims.setAudience("other"), header -> {}));
        refuse(token(claims -> claims.unsetClaim("aud"), header -> {}));
        refuse(token(claims -> claims.unsetClaim("exp"), header -> {}));
        refuse(token(claims -> claims.unsetClaim("jti"), header -> {}));
        refuse(token(claims -> claims.unsetClaim("sub"), header -> {}));
        refuse(token(claims -> claims.unsetClaim("sid"), header -> {}));
        refuse(token(claims -> claims.setSubject("root"), header -> {}));
        refuse(token(claims -> claims.setClaim("ep", "many"), header -> {}));
    }

    @Test
    void anotherKindOfTokenIsRefused() {
        refuse(token(claims -> {}, header -> header.setHeader("typ", "JWT")));
        refuse(token(claims -> {}, header -> header.setHeader("typ", (Object) null)));
    }

    @Test
    void anotherKeyIsRefused() {
        refuse(token(claims -> {}, header -> header.setKey(THEIRS.getPrivateKey())));
        refuse(token(claims -> {}, header -> header.setKeyIdHeaderValue("../../ours")));
        refuse(token(claims -> {}, header -> {
            header.setHeader("jku", "https://evil.example/keys.json");
            header.setKey(THEIRS.getPrivateKey());
        }));
    }

    /** The public key as an HMAC secret, and no signature at all (RFC 8725 section 2.1). */
    @Test
    void anotherAlgorithmIsRefused() {
        refuse(token(claims -> {}, header -> {
            header.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            header.setKey(new HmacKey(OURS.getPublicKey().getEncoded()));
        }));
        refuse(token(
                claims -> {}, header -> header.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_PSS_USING_SHA256)));
        String[] parts = token(claims -> {}, header -> {}).split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
        refuse(none + "." + parts[1] + ".");
        refuse(parts[0] + "." + parts[1] + ".");
        refuse(parts[0] + "." + parts[1]);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (String garbage : List.of("", ".", "..", "a.b.c", "x".repeat(10_000), "é.è.à", "{}")) {
            refuse(garbage);
        }
    }

    @Test
    void aTokenExpiresThoughItIsRemembered() throws Exception {
        String token = token(claims -> {}, header -> {});
        tokens.verify(token);

        now = now.plus(Duration.ofMinutes(5)).plusSeconds(AccessTokens.SKEW_SECONDS - 1);
        tokens.verify(token);

        now = now.plusSeconds(2);
        refuse(token);
    }

    @Test
    void onlyTheBearerSchemeIsRead() {
        assertThat(AccessTokens.bearer("Bearer abc")).contains("abc");
        assertThat(AccessTokens.bearer("bearer abc")).contains("abc");
        assertThat(AccessTokens.bearer("Bearer")).contains("");
        assertThat(AccessTokens.bearer("BearerX abc")).isEmpty();
        assertThat(AccessTokens.bearer("Basic abc")).isEmpty();
        assertThat(AccessTokens.bearer(null)).isEmpty();
    }

    private void refuse(String token) {
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(InvalidToken.class);
    }

    private String token(Consumer<JwtClaims> claimed, Consumer<JsonWebSignature> signed) {
        var claims = new JwtClaims();
        claims.setIssuer("urn:trivet:site");
        claims.setAudience("site");
        claims.setSubject(USER);
        claims.setJwtId("token-1");
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.getEpochSecond() + 300));
        claims.setStringClaim("sid", UUID.randomUUID().toString());
        claims.setClaim("ep", 7);
        claims.setStringListClaim("roles", "member", "staff");
        claimed.accept(claims);
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "at+jwt");
        signature.setKeyIdHeaderValue("ours");
        signature.setKey(OURS.getPrivateKey());
        signature.setPayload(claims.toJson());
        signature.setDoKeyValidation(false);
        signed.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RsaJsonWebKey rsa(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EllipticCurveJsonWebKey curve(String id) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
