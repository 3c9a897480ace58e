package dev.trivet.api.content;

import dev.trivet.common.pack.Language;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** What an item is found by beside its data, as SQL expressions with parameters of their own: words and place. */
final class Derived {

    private static final String WEIGHTS = "ABCD";

    private final List<Object> values = new ArrayList<>();
    private final String words;
    private final String place;

    /**
     * @param used how many parameters the statement has before these
     */
    Derived(Type type, Language language, ObjectNode data, int used) {
        List<String> parts = new ArrayList<>();
        for (String field : type.spec().search()) {
            values.add(Words.folded(text(data.get(field))));
            parts.add("setweight(to_tsvector(%s, $%d::text), '%c')"
                    .formatted(Words.configuration(language), used + values.size(), WEIGHTS.charAt(parts.size())));
        }
        words = parts.isEmpty() ? "null" : String.join(" || ", parts);
        JsonNode at = type.spec().near() == null ? null : data.get(type.spec().near());
        if (at == null) {
            place = "null";
        } else {
            values.add(at.get("lon").doubleValue());
            values.add(at.get("lat").doubleValue());
            place = "point($%d::float8, $%d::float8)".formatted(used + values.size() - 1, used + values.size());
        }
    }

    List<Object> values() {
        return values;
    }

    String words() {
        return words;
    }

    String place() {
        return place;
    }

    private static String text(JsonNode value) {
        if (value == null) {
            return "";
        }
        if (value.isArray()) {
            return String.join(" ", value.valueStream().map(JsonNode::asString).toList());
        }
        return value.asString();
    }
}
