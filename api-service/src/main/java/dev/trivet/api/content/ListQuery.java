package dev.trivet.api.content;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which items of a type are asked for.
 *
 * @param filter values that the items' fields must have
 * @param limit most items
 * @param after where the page before ended
 */
record ListQuery(ObjectNode filter, int limit, Optional<Cursor> after) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;
    private static final int MOST_DIGITS = 100;
    private static final int LONGEST_VALUE = 1_000;

    /** A query parameter that makes no sense. */
    static final class Refused extends Exception {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads the parameters of a request. What the type does not know is refused rather than ignored: a misspelt filter
     * must not look as if it had found everything.
     */
    static ListQuery parse(ContentType type, Map<String, List<String>> parameters) throws Refused {
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        int limit = DEFAULT_LIMIT;
        Optional<Cursor> after = Optional.empty();
        for (var parameter : new TreeMap<>(parameters).entrySet()) {
            String name = parameter.getKey();
            if (parameter.getValue().size() != 1) {
                throw new Refused("\"" + name + "\" may be given once");
            }
            String value = parameter.getValue().get(0);
            if (value.indexOf('\0') >= 0 || value.length() > LONGEST_VALUE) {
                throw new Refused("the value of \"" + name + "\" cannot be any field's");
            }
            switch (name) {
                case "limit" -> limit = limit(value);
                case "after" ->
                    after = Optional.of(Cursor.decode(value)
                            .orElseThrow(() -> new Refused("\"after\" is no cursor; use \"next\" of the page before")));
                default -> addFilter(filter, type, name, value);
            }
        }
        return new ListQuery(filter, limit, after);
    }

    /** The same text for the same question, however its parameters were ordered or written. */
    String canonical() {
        return "limit=" + limit
                + after.map(cursor -> "&after=" + cursor.encode()).orElse("")
                + (filter.isEmpty() ? "" : "&where=" + filter);
    }

    private static void addFilter(ObjectNode filter, ContentType type, String name, String value) throws Refused {
        Field field = type.fields().get(name);
        if (field == null || !field.index()) {
            throw new Refused("lists cannot be asked for \"" + name + "\"; possible: limit, after"
                    + type.fields().entrySet().stream()
                            .filter(known -> known.getValue().index())
                            .map(known -> ", " + known.getKey())
                            .collect(Collectors.joining()));
        }
        try {
            switch (field.type()) {
                case INTEGER -> filter.put(name, Long.parseLong(value));
                case NUMBER -> filter.put(name, number(value));
                case BOOLEAN -> filter.put(name, bool(value));
                case DATE -> filter.put(name, LocalDate.parse(value).toString());
                default -> filter.put(name, oneOf(field.values(), value));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            String expected = field.values() == null
                    ? "of type " + field.type().name().toLowerCase(Locale.ROOT)
                    : "one of " + String.join(", ", field.values());
            throw new Refused("\"" + name + "\" must be " + expected);
        }
    }

    private static String oneOf(List<String> values, String value) {
        if (values != null && !values.contains(value)) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }

    private static BigDecimal number(String value) {
        BigDecimal number = new BigDecimal(value).stripTrailingZeros();
        if (Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new IllegalArgumentException(value);
        }
        return number;
    }

    private static boolean bool(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(value);
        };
    }

    private static int limit(String value) throws Refused {
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        throw new Refused("\"limit\" must be a whole number from 1 to " + MOST);
    }
}
