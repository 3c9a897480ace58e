package dev.trivet.common.pack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold for forms: their mails name fields that they have. */
final class FormRules {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)\\}");

    private final Broken broken;

    FormRules(Broken broken) {
        this.broken = broken;
    }

    void check(String name, Form form) {
        String at = "/forms/" + name;
        form.fields().forEach((field, spec) -> checkField(at + "/fields/" + field, spec));
        if (form.honeypot() != null && form.fields().containsKey(form.honeypot())) {
            broken.add(at + "/honeypot", "is a field that people fill in; choose a name that no field has");
        }
        for (int i = 0; i < form.mails().size(); i++) {
            checkMail(at + "/mails/" + i, form, form.mails().get(i));
        }
    }

    private void checkField(String pointer, Field field) {
        TypeRules.checkValue(pointer, field, broken);
        if (field.index()) {
            broken.add(pointer + "/index", "forms are not searched; remove it");
        }
        if (field.type() == FieldType.REFERENCE) {
            broken.add(pointer + "/type", "a form cannot refer to items; use string");
        }
    }

    private void checkMail(String at, Form form, Form.Mail mail) {
        checkAddress(at + "/to", form, mail.to(), true);
        checkAddress(at + "/replyTo", form, mail.replyTo(), false);
        checkPlaceholders(at + "/subject", form, mail.subject());
        checkPlaceholders(at + "/text", form, mail.text());
    }

    private void checkAddress(String pointer, Form form, String address, boolean needed) {
        if (address == null || !address.startsWith("{")) {
            return;
        }
        Field field = form.fields().get(address.substring(1, address.length() - 1));
        if (field == null || field.type() != FieldType.EMAIL || field.list()) {
            broken.add(pointer, address + " is no field of this form that holds one email");
        } else if (needed && !field.required()) {
            broken.add(
                    pointer,
                    address + " may be left out, and then there is nobody to write to; set \"required: true\" on it");
        }
    }

    private void checkPlaceholders(String pointer, Form form, String text) {
        Matcher placeholder = PLACEHOLDER.matcher(text == null ? "" : text);
        while (placeholder.find()) {
            if (!form.fields().containsKey(placeholder.group(1))) {
                broken.unknown(
                        pointer, "field", placeholder.group(1), form.fields().keySet());
            }
        }
    }
}
