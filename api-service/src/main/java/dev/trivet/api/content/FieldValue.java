package dev.trivet.api.content;

import dev.trivet.api.body.Body;
import dev.trivet.common.pack.Field;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Values of fields: read from a query, and brought into the one form in which they are kept and compared. */
final class FieldValue {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_DIGITS = 100;
    /** A page of a hundred must still be a page. */
    private static final int LARGEST = 64 * 1_024;

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private FieldValue() {}

    /** What a text in a query means for a field; nothing when no value of it could be written so. */
    static Optional<JsonNode> parse(Field field, String text) {
        try {
            return switch (field.type()) {
                case INTEGER -> Optional.of(JSON.numberNode(Long.parseLong(text)));
                case NUMBER -> number(text);
                case BOOLEAN -> bool(text);
                case DATE -> Optional.of(JSON.stringNode(LocalDate.parse(text).toString()));
                // A plus sign in a query is a blank.
                case DATE_TIME -> Optional.of(JSON.stringNode(utc(text.replace(' ', '+'))));
                case REFERENCE ->
                    Optional.of(JSON.stringNode(UUID.fromString(text).toString()));
                default ->
                    field.values() == null || field.values().contains(text)
                            ? Optional.of(JSON.stringNode(text))
                            : Optional.empty();
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static String expected(Field field) {
        return field.values() == null
                ? "of type " + field.type().name().toLowerCase(Locale.ROOT).replace("_t", "T")
                : "one of " + String.join(", ", field.values());
    }

    /** Refuses, field by field with 422, what does not fit the type; returns it in the form in which it is kept. */
    static ObjectNode fitting(Type type, ObjectNode data) {
        ObjectNode kept = Body.fitting(type.schema(), data).deepCopy();
        type.spec().fields().forEach((name, field) -> {
            try {
                normalise(field, name, kept);
            } catch (DateTimeException e) {
                throw Problems.invalid(List.of(new FieldError(name, "is no time between the years 0 and 9999")));
            }
        });
        if (kept.toString().length() > LARGEST) {
            throw Problems.tooLarge("an item may have " + LARGEST + " characters of JSON at most");
        }
        return kept;
    }

    /** Changes an item's values into the form in which they are kept, so that equal ones are written alike. */
    private static void normalise(Field field, String name, ObjectNode data) {
        JsonNode value = data.get(name);
        if (value instanceof ArrayNode several) {
            for (int i = 0; i < several.size(); i++) {
                several.set(i, normal(field, several.get(i)));
            }
        } else if (value != null) {
            data.set(name, normal(field, value));
        }
    }

    /** Times in UTC, places no finer than declared, numbers without noughts at their end. */
    private static JsonNode normal(Field field, JsonNode value) {
        return switch (field.type()) {
            case DATE_TIME -> JSON.stringNode(utc(value.asString()));
            case REFERENCE -> JSON.stringNode(UUID.fromString(value.asString()).toString());
            case INTEGER, NUMBER -> JSON.numberNode(plain(value.decimalValue()));
            case GEO -> field.decimals() == null ? value : place(value, field.decimals());
            default -> value;
        };
    }

    private static JsonNode place(JsonNode value, int decimals) {
        ObjectNode place = JSON.objectNode();
        place.put("lat", rounded(value.get("lat"), decimals));
        place.put("lon", rounded(value.get("lon"), decimals));
        return place;
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** RFC 3339 to the second, always 20 characters: as text they sort as they follow each other in time. */
    static String utc(String text) {
        OffsetDateTime time =
                OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).withOffsetSameInstant(ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new DateTimeException("year " + time.getYear());
        }
        return time.format(SECONDS);
    }

    private static Optional<JsonNode> number(String text) {
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        return Math.abs((long) number.scale()) > MOST_DIGITS ? Optional.empty() : Optional.of(JSON.numberNode(number));
    }

    private static Optional<JsonNode> bool(String text) {
        return switch (text) {
            case "true" -> Optional.of(JSON.booleanNode(true));
            case "false" -> Optional.of(JSON.booleanNode(false));
            default -> Optional.empty();
        };
    }

    private static BigDecimal rounded(JsonNode number, int decimals) {
        return number.decimalValue().setScale(decimals, RoundingMode.HALF_UP);
    }
}
