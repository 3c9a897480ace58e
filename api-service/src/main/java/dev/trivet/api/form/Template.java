package dev.trivet.api.form;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts of a pack with {@code {field}} where values belong. Values are put in as they are, and never read as templates. */
final class Template {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)\\}");

    private Template() {}

    static String fill(String template, ObjectNode data) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll((MatchResult found) -> Matcher.quoteReplacement(value(data.get(found.group(1)))));
    }

    /** A value as people write it; nothing for what was left out. */
    static String value(JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (value.isArray()) {
            return value.valueStream().map(Template::value).collect(Collectors.joining(", "));
        }
        if (value.isObject()) {
            return value.propertyStream()
                    .map(part -> part.getKey() + " " + value(part.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value.asString();
    }
}
