package dev.trivet.session.confirmation;

import dev.trivet.common.digest.Digest;

import java.security.SecureRandom;
import java.util.Base64;

/** A token that goes out by mail: 256 random bits. The database has their SHA-256 and no more. */
final class MailedToken {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private MailedToken() {}

    static String make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is stored of a token, and looked up by. */
    static String hash(String token) {
        return Digest.of(token).base64(BYTES);
    }
}
