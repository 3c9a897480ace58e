package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a subject is called in Redis: a keyed hash, the same on all gateways. A plain one could be undone, since there are
 * only so many network addresses to try.
 */
final class SubjectHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 12;
    private static final int MOST_KNOWN = 20_000;

    private final Mac keyed;

    /** Who asks once asks again soon. */
    private final Cache<String, String> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    SubjectHash(byte[] secret) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    String of(String subject) {
        return known.get(subject, this::hash);
    }

    private String hash(String subject) {
        byte[] hash = copy().doFinal(subject.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}
