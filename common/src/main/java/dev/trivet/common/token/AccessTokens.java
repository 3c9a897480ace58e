package dev.trivet.common.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.trivet.common.digest.Digest;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.UnresolvableKeyException;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The one reading of access tokens: signature, algorithm, type, issuer, audience and time, as RFC 8725 and RFC 9068 ask.
 *
 * <p>Verifying a signature costs far more than everything else a gateway does for a request, so tokens found good are
 * remembered by their SHA-256 until they expire.
 */
public final class AccessTokens {

    /** How far clocks may differ. Whatever withdraws a token must be remembered this much longer than the token lives. */
    public static final int SKEW_SECONDS = 5;

    public static final String TYPE = "at+jwt";
    public static final String SESSION = "sid";
    public static final String EPOCH = "ep";
    public static final String ROLES = "roles";

    private static final String SCHEME = "Bearer";

    /** Longer ones are refused unread; ours have about 800 characters. */
    private static final int LONGEST = 8_192;

    private static final int DIGEST_BYTES = 32;
    private static final int MOST_REMEMBERED = 50_000;

    private final Keys keys;
    private final Supplier<Instant> clock;
    private final String issuer;
    private final String audience;
    private final Cache<String, Caller> verified =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /**
     * @param issuer the only {@code iss} accepted
     * @param audience the {@code aud} that a token must name
     */
    public AccessTokens(Keys keys, String issuer, String audience, Supplier<Instant> clock) {
        this.keys = keys;
        this.clock = clock;
        this.issuer = issuer;
        this.audience = audience;
    }

    /** The issuer of a site's tokens. */
    public static String issuerOf(String site) {
        return "urn:trivet:" + site;
    }

    /**
     * The token in an Authorization header of the Bearer scheme (RFC 6750 section 2.1), if it is of that scheme. A header
     * that names the scheme and holds nothing is an empty token, which is never valid.
     */
    public static Optional<String> bearer(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String rest = authorization.substring(SCHEME.length());
        return rest.isEmpty() || rest.charAt(0) == ' ' ? Optional.of(rest.trim()) : Optional.empty();
    }

    /**
     * Verifies a token.
     *
     * @throws InvalidToken when it does not count, with a reason that may be shown to whoever sent it
     */
    public Caller verify(String token) throws InvalidToken {
        if (token.length() > LONGEST) {
            throw new InvalidToken("the token is too long");
        }
        String digest = Digest.of(token).base64(DIGEST_BYTES);
        Caller known = verified.getIfPresent(digest);
        if (known != null) {
            if (clock.get().isAfter(known.expires().plusSeconds(SKEW_SECONDS))) {
                verified.invalidate(digest);
                throw new InvalidToken("the token has expired");
            }
            return known;
        }
        Caller caller = read(token);
        verified.put(digest, caller);
        return caller;
    }

    private Caller read(String token) throws InvalidToken {
        try {
            JwtClaims claims = rulesOfNow().processToClaims(token);
            return new Caller(
                    UUID.fromString(claims.getSubject()),
                    UUID.fromString(claims.getStringClaimValue(SESSION)),
                    claims.getJwtId(),
                    claims.getClaimValue(EPOCH, Number.class).longValue(),
                    claims.getStringListClaimValue(ROLES),
                    Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()));
        } catch (InvalidJwtException e) {
            throw new InvalidToken(
                    e.hasErrorCode(ErrorCodes.EXPIRED) ? "the token has expired" : "the token is not valid here");
        } catch (MalformedClaimException | RuntimeException e) {
            throw new InvalidToken("the token is not valid here");
        }
    }

    private JwtConsumer rulesOfNow() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .setExpectedType(true, TYPE)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setRequireJwtId()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setVerificationKeyResolver((signature, context) -> key(signature))
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.get().toEpochMilli()))
                .build();
    }

    private PublicKey key(JsonWebSignature signature) throws UnresolvableKeyException {
        String keyId = ((JsonWebStructure) signature).getKeyIdHeaderValue();
        return keys.find(keyId == null ? "" : keyId).orElseThrow(() -> new UnresolvableKeyException("no such key"));
    }
}
