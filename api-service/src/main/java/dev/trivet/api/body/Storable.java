package dev.trivet.api.body;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** What PostgreSQL can keep of JSON: no NUL and no half of a character in a text, and no number whose digits would fill the memory. */
final class Storable {

    private static final int MOST_DIGITS = 100;

    private Storable() {}

    static boolean isStorable(JsonNode node) {
        if (node.isString()) {
            return isText(node.asString());
        }
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
        }
        for (JsonNode child : node) {
            if (!isStorable(child)) {
                return false;
            }
        }
        return node.propertyStream().allMatch(property -> isText(property.getKey()));
    }

    private static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
