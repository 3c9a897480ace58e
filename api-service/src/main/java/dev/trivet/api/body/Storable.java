package dev.trivet.api.body;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;

/** What PostgreSQL can keep of JSON: no NUL in a text, and no number whose digits would fill the memory. */
final class Storable {

    private static final int MOST_DIGITS = 100;

    private Storable() {}

    static boolean isStorable(JsonNode node) {
        if (node.isString()) {
            return node.asString().indexOf('\0') < 0;
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
        return node.propertyStream().noneMatch(property -> property.getKey().indexOf('\0') >= 0);
    }
}
