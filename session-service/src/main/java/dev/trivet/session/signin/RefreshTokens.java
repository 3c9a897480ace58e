package dev.trivet.session.signin;

import dev.trivet.common.secret.ChangingSecret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Refresh tokens: a session's id, a generation, and an HMAC over both that only this service can make.
 *
 * <p>Because the token of a generation can be computed again, nothing of it is stored, so a copy of the database signs
 * nobody in; and a client that repeats a refresh whose answer got lost receives the same successor instead of losing its
 * session.
 */
final class RefreshTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOKEN_ID_BYTES = 16;
    private static final int LONGEST = 200;

    /** The first makes tokens, and those of any are read. */
    private final List<SecretKeySpec> keys;

    RefreshTokens(ChangingSecret secret) {
        this.keys = secret.all().stream()
                .map(one -> new SecretKeySpec(one.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    /** What a token that we made says. */
    record Claim(UUID session, int generation) {}

    String token(UUID session, int generation) {
        return token(keys.get(0), session, generation);
    }

    /** The id of the access token that goes with a generation. */
    String accessTokenId(UUID session, int generation) {
        return base64(Arrays.copyOf(mac(keys.get(0), "access", session, generation), TOKEN_ID_BYTES));
    }

    /** What the token says, if we made it. */
    Optional<Claim> read(String token) {
        String[] parts = token.length() > LONGEST ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var claim = new Claim(UUID.fromString(parts[0]), Integer.parseInt(parts[1]));
            return keys.stream().anyMatch(key -> isOf(key, claim, token)) ? Optional.of(claim) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isOf(SecretKeySpec key, Claim claim, String token) {
        byte[] ours = token(key, claim.session(), claim.generation()).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(ours, token.getBytes(StandardCharsets.UTF_8));
    }

    private static String token(SecretKeySpec key, UUID session, int generation) {
        return session + "." + generation + "." + base64(mac(key, "refresh", session, generation));
    }

    private static byte[] mac(SecretKeySpec key, String purpose, UUID session, int generation) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((purpose + "." + session + "." + generation).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
