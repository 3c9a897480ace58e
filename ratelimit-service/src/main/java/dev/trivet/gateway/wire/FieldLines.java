package dev.trivet.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Header and trailer fields by RFC 9112 section 5, and not a byte beside it. */
final class FieldLines {

    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private FieldLines() {}

    static boolean isTokenByte(byte b) {
        return TOKEN[b & 0xff];
    }

    /**
     * Reads lines that each end in CRLF.
     *
     * @param wanted gets name in small letters and value of fields whose name has one of the lengths that matter
     * @return how many fields there are
     */
    static int read(byte[] bytes, int from, int to, int most, BiConsumer<String, String> wanted) {
        int fields = 0;
        int at = from;
        while (at < to) {
            at = line(bytes, at, to, wanted);
            if (++fields > most) {
                throw tooMany(most);
            }
        }
        return fields;
    }

    static BadMessage tooMany(int most) {
        return new BadMessage(431, "there are more than " + most + " header fields");
    }

    private static int line(byte[] bytes, int from, int to, BiConsumer<String, String> wanted) {
        int colon = from;
        while (colon < to && TOKEN[bytes[colon] & 0xff]) {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            throw new BadMessage(
                    400, "a header field's name has a character that is not allowed, or no colon after it");
        }
        int at = colon + 1;
        while (at < to && bytes[at] != '\r') {
            int b = bytes[at] & 0xff;
            if (b < ' ' && b != '\t' || b == 0x7f) {
                throw new BadMessage(400, "a header field has a control character");
            }
            at++;
        }
        if (at + 1 >= to || bytes[at + 1] != '\n') {
            throw new BadMessage(400, "a line must end in CR LF, and neither may stand alone");
        }
        if (Framing.concerns(bytes, from, colon)) {
            wanted.accept(
                    new String(bytes, from, colon - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT),
                    new String(bytes, colon + 1, at - colon - 1, StandardCharsets.ISO_8859_1).strip());
        }
        return at + 2;
    }
}
