package dev.trivet.api.content;

import java.util.Arrays;

/**
 * Entity tags (RFC 9110 section 8.8.3). Each coding of an answer has its own: the gzip form's ends in {@code -gzip}, and
 * either names the same state of the thing.
 */
final class EntityTag {

    private static final String GZIP = "-gzip\"";

    private EntityTag() {}

    static String ofGzip(String plain) {
        return plain.substring(0, plain.length() - 1) + GZIP;
    }

    /** Weak comparison, as If-None-Match asks for (RFC 9110 section 13.1.2). */
    static boolean matchesWeakly(String header, String plain) {
        return header != null
                && Arrays.stream(header.split(","))
                        .map(String::trim)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals("*") || isOf(tag, plain));
    }

    /** Strong comparison, as If-Match asks for (RFC 9110 section 13.1.1). */
    static boolean matches(String header, String plain) {
        return Arrays.stream(header.split(",")).map(String::trim).anyMatch(tag -> tag.equals("*") || isOf(tag, plain));
    }

    private static boolean isOf(String tag, String plain) {
        return tag.equals(plain) || (tag.endsWith(GZIP) && tag.equals(ofGzip(plain)));
    }
}
