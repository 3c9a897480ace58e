package dev.trivet.gateway.quota;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a service asks to have counted.
 *
 * @param key who it is about, in the service's own words
 * @param cost what it counts for
 */
record CheckRequest(String limit, String key, int cost) {

    private static final Set<String> KEYS = Set.of("limit", "key", "cost");
    private static final int LONGEST_KEY = 256;

    static CheckRequest parse(Buffer body) {
        JsonObject json = object(body);
        List<FieldError> errors = new ArrayList<>();
        String limit = text(json, "limit", errors);
        String key = text(json, "key", errors);
        json.fieldNames().stream()
                .filter(name -> !KEYS.contains(name))
                .forEach(name -> errors.add(new FieldError(name, "is not known here; limit, key and cost are")));
        Object cost = json.getValue("cost", 1);
        if (!(cost instanceof Integer number && number >= 1)) {
            errors.add(new FieldError("cost", "must be a whole number of 1 or more"));
        }
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
        return new CheckRequest(limit, key, (Integer) cost);
    }

    /** More than a limit ever admits at once would be refused for ever, and never in a way that waiting helps. */
    void requireWithin(int capacity) {
        if (cost > capacity) {
            throw Problems.invalid(List.of(new FieldError("cost", "may be " + capacity + " at most under this limit")));
        }
    }

    private static JsonObject object(Buffer body) {
        try {
            if (body != null && body.length() > 0) {
                return new JsonObject(body);
            }
        } catch (DecodeException | ClassCastException e) {
            // Told below, without what the parser says of its own workings.
        }
        throw Problems.badRequest("the body must be a JSON object with limit, key and, if not 1, cost");
    }

    private static String text(JsonObject json, String name, List<FieldError> errors) {
        if (json.getValue(name) instanceof String text && !text.isBlank() && text.length() <= LONGEST_KEY) {
            return text;
        }
        errors.add(new FieldError(name, "must be a text of 1 to " + LONGEST_KEY + " characters"));
        return null;
    }
}
