package dev.trivet.common.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.trivet.common.digest.Digest;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
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
    private static final String NOT_VALID = "the token is not valid here";
    private static final String EXPIRED = "the token has expired; refresh it";

    /** Longer ones are refused unread; ours have about 800 characters. */
    private static final int LONGEST = 8_192;

    private static final int DIGEST_BYTES = 32;
    private static final int MOST_REMEMBERED = 50_000;

    private final Keys keys;
    private final Supplier<Instant> clock;
    private final String issuer;
    private final String audience;
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /** A token found good, and the key by which: it counts only as long as that is accepted. */
    private record Verified(Caller caller, String keyId, PublicKey key) {}

    /**
     * @param issuer the only {@code iss} accepted
     * @param audience the only {@code aud} accepted
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
        Verified known = verified.getIfPresent(digest);
        if (known == null) {
            known = read(token);
            verified.put(digest, known);
        } else if (!keys.find(known.keyId()).filter(known.key()::equals).isPresent()) {
            // Its key was withdrawn since.
            verified.invalidate(digest);
            throw new InvalidToken(NOT_VALID);
        } else if (isOver(known.caller().expires())) {
            verified.invalidate(digest);
            throw new InvalidToken(EXPIRED);
        }
        return known.caller();
    }

    private Verified read(String text) throws InvalidToken {
        SignedToken token = SignedToken.read(text).orElseThrow(() -> new InvalidToken(NOT_VALID));
        PublicKey key = keys.find(token.keyId()).orElse(null);
        if (key == null || !TYPE.equals(token.type()) || !token.isSignedBy(key)) {
            throw new InvalidToken(NOT_VALID);
        }
        // From here on it is one of session-service's own.
        try {
            JwtClaims claims = JwtClaims.parse(token.payload());
            if (!issuer.equals(claims.getIssuer())
                    || !List.of(audience).equals(claims.getAudience())
                    || claims.getJwtId().isEmpty()
                    || isAhead(claims.getIssuedAt())
                    || claims.getNotBefore() != null && isAhead(claims.getNotBefore())) {
                throw new InvalidToken(NOT_VALID);
            }
            Instant expires = Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis());
            if (isOver(expires)) {
                throw new InvalidToken(EXPIRED);
            }
            return new Verified(caller(claims, expires), token.keyId(), key);
        } catch (InvalidJwtException | MalformedClaimException | RuntimeException e) {
            throw new InvalidToken(NOT_VALID);
        }
    }

    private static Caller caller(JwtClaims claims, Instant expires) throws MalformedClaimException {
        return new Caller(
                UUID.fromString(claims.getSubject()),
                UUID.fromString(claims.getStringClaimValue(SESSION)),
                claims.getJwtId(),
                claims.getClaimValue(EPOCH, Number.class).longValue(),
                claims.getStringListClaimValue(ROLES),
                expires);
    }

    private boolean isOver(Instant expires) {
        return !clock.get().isBefore(expires.plusSeconds(SKEW_SECONDS));
    }

    private boolean isAhead(NumericDate date) {
        return Instant.ofEpochMilli(date.getValueInMillis()).isAfter(clock.get().plusSeconds(SKEW_SECONDS));
    }
}
