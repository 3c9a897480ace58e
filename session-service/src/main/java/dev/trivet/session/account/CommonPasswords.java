package dev.trivet.session.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Passwords that many people use, so that guessers try them first. The file, and not a set made of it, to be small. */
final class CommonPasswords {

    private static final byte LINE_END = '\n';

    /** One on each line, lower case, sorted by bytes. */
    private final byte[] lines;

    private CommonPasswords(byte[] lines) {
        this.lines = lines;
    }

    static CommonPasswords load() {
        try (InputStream in = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
            return new CommonPasswords(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param password in the form that {@link PasswordText#folded} gives it
     */
    boolean contains(String password) {
        byte[] wanted = password.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = lines.length;
        while (low < high) {
            int start = lineAround((low + high) >>> 1);
            int end = endOf(start);
            int order = Arrays.compareUnsigned(lines, start, end, wanted, 0, wanted.length);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = end + 1;
            } else {
                high = start;
            }
        }
        return false;
    }

    private int lineAround(int position) {
        int start = position;
        while (start > 0 && lines[start - 1] != LINE_END) {
            start--;
        }
        return start;
    }

    private int endOf(int start) {
        int end = start;
        while (end < lines.length && lines[end] != LINE_END) {
            end++;
        }
        return end;
    }
}
