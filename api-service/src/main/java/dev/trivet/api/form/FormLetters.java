package dev.trivet.api.form;

import dev.trivet.common.mail.Letter;
import dev.trivet.common.mail.MailAddress;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import dev.trivet.common.pack.Form;
import dev.trivet.common.pack.ItemSchema.FieldError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** Writes a form's mails. */
final class FormLetters {

    private FormLetters() {}

    /** The mails about what was sent, which {@link #undeliverable} has nothing against. */
    static List<Letter> write(SiteForm form, ObjectNode data) {
        List<Letter> letters = new ArrayList<>();
        for (Form.Mail mail : form.spec().mails()) {
            String replyTo = mail.replyTo() == null ? "" : Template.fill(mail.replyTo(), data);
            letters.add(new Letter(
                    Template.fill(mail.to(), data),
                    replyTo.isEmpty() ? null : replyTo,
                    Template.fill(mail.subject(), data),
                    mail.text() == null ? everything(form, data) : Template.fill(mail.text(), data)));
        }
        return letters;
    }

    /** Fields with an address that looks like one, but that mail servers do not take. */
    static List<FieldError> undeliverable(SiteForm form, ObjectNode data) {
        return form.spec().fields().entrySet().stream()
                .filter(field -> field.getValue().type() == FieldType.EMAIL
                        && !field.getValue().list())
                .map(java.util.Map.Entry::getKey)
                .filter(field -> data.has(field)
                        && MailAddress.of(data.get(field).asString()).isEmpty())
                .map(field -> new FieldError(field, "is no address that mail can be sent to"))
                .toList();
    }

    /** Every field with its value, in the pack's order. */
    private static String everything(SiteForm form, ObjectNode data) {
        var text = new StringBuilder(form.name()).append("\n\n");
        form.spec().fields().forEach((name, field) -> text.append(label(name, field))
                .append(": ")
                .append(indented(data.get(name)))
                .append('\n'));
        return text.toString();
    }

    private static String label(String name, Field field) {
        return field.description() == null ? name : field.description();
    }

    /** With later lines set in: nobody can make up further fields by typing them. */
    private static String indented(JsonNode value) {
        String text = Template.value(value);
        return text.isEmpty() ? "–" : String.join("\n    ", text.lines().toList());
    }
}
