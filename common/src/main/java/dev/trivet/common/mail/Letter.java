package dev.trivet.common.mail;

import java.util.regex.Pattern;

/**
 * A mail to be sent. However it was put together, its subject is one line and its addresses are nothing but addresses:
 * what people typed cannot become a header.
 *
 * @param replyTo where answers go, or null
 * @param text plain text; lines end in a line feed
 */
public record Letter(String to, String replyTo, String subject, String text) {

    private static final Pattern LINE_END = Pattern.compile("\\r\\n?");
    private static final Pattern NOT_ON_A_LINE = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final Pattern NOT_IN_A_TEXT = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_TEXT = 1_000_000;

    /**
     * @throws IllegalArgumentException when an address is none
     */
    public Letter {
        to = address(to);
        replyTo = replyTo == null ? null : address(replyTo);
        subject = cut(NOT_ON_A_LINE.matcher(subject).replaceAll(" ").strip(), LONGEST_SUBJECT);
        text = cut(
                NOT_IN_A_TEXT.matcher(LINE_END.matcher(text).replaceAll("\n")).replaceAll(""), LONGEST_TEXT);
    }

    private static String address(String text) {
        return MailAddress.of(text)
                .orElseThrow(() -> new IllegalArgumentException("this is no address that mail can be sent to"));
    }

    /** Cuts between characters, and not within one that takes two places. */
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
