package dev.trivet.common.pack;

import java.util.List;
import java.util.Map;

/**
 * A form that anybody may send.
 *
 * @param honeypot a field that only robots fill in, or null
 * @param mails what goes out for each, in order
 */
public record Form(Map<String, Field> fields, String honeypot, List<Mail> mails) {

    public Form {
        mails = mails == null ? List.of() : List.copyOf(mails);
    }

    /**
     * A mail about what was sent. In all its parts, {@code {field}} stands for the value of a field.
     *
     * @param replyTo or null
     * @param text or null for every field with its value
     */
    public record Mail(String to, String replyTo, String subject, String text) {}
}
