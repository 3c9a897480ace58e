package dev.trivet.api.content;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.ItemSchema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A content type at work.
 *
 * @param fingerprint short digest of the type's declaration: answers rendered under another one are not found
 */
record Type(String name, ContentType spec, ItemSchema schema, String fingerprint) {

    /** Raised when the rendering of items changes without any pack changing. */
    private static final String RENDERING = "1";

    private static final int BYTES = 4;

    static Type of(String name, ContentType spec) {
        return new Type(name, spec, new ItemSchema(spec), fingerprint(spec));
    }

    private static String fingerprint(ContentType spec) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((RENDERING + spec).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
