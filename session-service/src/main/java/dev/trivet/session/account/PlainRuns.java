package dev.trivet.session.account;

import java.util.List;
import java.util.stream.Stream;

/** Stretches of a password that fingers or tongues find by themselves: abc, 321, qwerty, 1qaz2wsx, aaa. */
final class PlainRuns {

    private static final int SHORTEST = 3;

    /** Rows and columns of common keyboards; the columns by themselves and crossed with the row of digits. */
    private static final List<String> LINES = Stream.of(
                    "1234567890",
                    "qwertyuiop",
                    "asdfghjkl",
                    "zxcvbnm",
                    "qwertzuiop",
                    "yxcvbnm",
                    "azertyuiop",
                    "qsdfghjklm",
                    "wxcvbn",
                    "йцукенгшщзхъ",
                    "фывапролджэ",
                    "ячсмитьбю",
                    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
                    "qazwsxedcrfvtgbyhnujmikolp",
                    "zaq1xsw2cde3vfr4bgt5nhy6mju7ki8lo9p0",
                    "1q2w3e4r5t6y7u8i9o0p",
                    "q1w2e3r4t5y6u7i8o9p0")
            .flatMap(line -> Stream.of(line, new StringBuilder(line).reverse().toString()))
            .toList();

    private PlainRuns() {}

    /** What a text is without them. A space takes the place of each, so that its neighbours do not make a new one. */
    static String without(String text) {
        var rest = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int run = Math.max(steps(text, at), onALine(text, at));
            if (run >= SHORTEST) {
                rest.append(' ');
                at += run;
            } else {
                rest.append(text.charAt(at++));
            }
        }
        return rest.toString();
    }

    /** Length of what begins here and goes up by one each, down by one each, or stays the same. */
    private static int steps(String text, int from) {
        if (from + 1 >= text.length()) {
            return 1;
        }
        int step = text.charAt(from + 1) - text.charAt(from);
        if (Math.abs(step) > 1) {
            return 1;
        }
        int at = from + 1;
        while (at < text.length() && text.charAt(at) - text.charAt(at - 1) == step) {
            at++;
        }
        return at - from;
    }

    private static int onALine(String text, int from) {
        int longest = 0;
        for (String line : LINES) {
            int start = line.indexOf(text.charAt(from));
            int length = 0;
            while (start >= 0
                    && start + length < line.length()
                    && from + length < text.length()
                    && line.charAt(start + length) == text.charAt(from + length)) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }
}
