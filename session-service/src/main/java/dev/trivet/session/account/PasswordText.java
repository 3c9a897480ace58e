package dev.trivet.session.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The forms of a password: the one that is hashed, and those that are compared. */
final class PasswordText {

    /** Characters that any password may have. */
    static final int LONGEST = 256;

    private static final Pattern NOT_SPOKEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private PasswordText() {}

    /** Unicode NFKC: keyboards write the same character in different ways (NIST SP 800-63B-4, section 3.1.1.2). */
    static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /** Whether it is text of a length that may be hashed. Looks before it normalises, which can make text 18 times as long. */
    static boolean isUsable(String password) {
        return isText(password) && isNotTooLong(password) && isNotTooLong(normalised(password));
    }

    /** Whether it is made of whole characters: a half would be hashed as a question mark. */
    static boolean isText(String password) {
        return password.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static boolean isNotTooLong(String password) {
        return password.length() <= 2 * LONGEST && length(password) <= LONGEST;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Without regard to case. */
    static String folded(String text) {
        return normalised(text).toLowerCase(Locale.ROOT);
    }

    /** Its letters and digits alone. */
    static String spoken(String folded) {
        return NOT_SPOKEN.matcher(folded).replaceAll("");
    }

    /** The shortest text of which this one is at least two repetitions, the last of them perhaps cut short; or itself. */
    static String unit(String text) {
        int[] border = new int[text.length()];
        for (int i = 1, k = 0; i < text.length(); i++) {
            while (k > 0 && text.charAt(i) != text.charAt(k)) {
                k = border[k - 1];
            }
            k = text.charAt(i) == text.charAt(k) ? k + 1 : k;
            border[i] = k;
        }
        int period = text.isEmpty() ? 0 : text.length() - border[text.length() - 1];
        return 2 * period <= text.length() ? text.substring(0, period) : text;
    }
}
