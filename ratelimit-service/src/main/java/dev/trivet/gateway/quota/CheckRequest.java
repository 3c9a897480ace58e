package dev.trivet.gateway.quota;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import dev.trivet.gateway.JsonBody;
import io.vertx.core.buffer.Buffer;

import java.util.List;

/**
 * What a service asks to have counted.
 *
 * @param key who it is about, in the service's own words
 * @param cost what it counts for
 */
record CheckRequest(String limit, String key, int cost) {

    private static final List<String> FIELDS = List.of("limit", "key", "cost");
    private static final int LONGEST_KEY = 256;

    static CheckRequest parse(Buffer buffer) {
        JsonBody body = JsonBody.read(buffer, "a JSON object with limit, key and, if not 1, cost");
        String limit = text(body, "limit");
        String key = text(body, "key");
        int cost = cost(body);
        body.requireSound(FIELDS);
        return new CheckRequest(limit, key, cost);
    }

    /** More than a limit ever admits at once would be refused for ever, and never in a way that waiting helps. */
    void requireWithin(int capacity) {
        if (cost > capacity) {
            throw Problems.invalid(List.of(new FieldError("cost", "may be " + capacity + " at most under this limit")));
        }
    }

    private static String text(JsonBody body, String name) {
        if (body.value(name) instanceof String text && !text.isBlank() && text.length() <= LONGEST_KEY) {
            return text;
        }
        body.refuse(name, "must be a text of 1 to " + LONGEST_KEY + " characters");
        return null;
    }

    private static int cost(JsonBody body) {
        if (!body.has("cost")) {
            return 1;
        }
        if (body.value("cost") instanceof Integer cost && cost >= 1) {
            return cost;
        }
        body.refuse("cost", "must be a whole number of 1 or more");
        return 1;
    }
}
