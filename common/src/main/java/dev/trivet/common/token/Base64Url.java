package dev.trivet.common.token;

import java.util.Arrays;
import java.util.Base64;

/** Base64url without padding, in the one way that RFC 7515 writes it. */
final class Base64Url {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** What each letter stands for, or -1. */
    private static final byte[] VALUES = new byte[128];

    /** Bits of the last letter that stand for nothing, by what the length leaves when divided by four. */
    private static final int[] UNUSED = {0, 0, 0b1111, 0b11};

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < ALPHABET.length(); value++) {
            VALUES[ALPHABET.charAt(value)] = (byte) value;
        }
    }

    private Base64Url() {}

    /** The bytes, or null when the text is empty or not how they are written: not an exception, since anybody can send it. */
    static byte[] decode(String text) {
        int length = text.length();
        if (length == 0 || length % 4 == 1) {
            return null;
        }
        int value = 0;
        for (int i = 0; i < length; i++) {
            char letter = text.charAt(i);
            value = letter < VALUES.length ? VALUES[letter] : -1;
            if (value < 0) {
                return null;
            }
        }
        return (value & UNUSED[length % 4]) == 0 ? Base64.getUrlDecoder().decode(text) : null;
    }
}
