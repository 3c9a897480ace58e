package dev.trivet.session.signin;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a client keeps with its session, such as a locale: a small JSON object, changed by merge patch (RFC 7396). */
final class SessionData {

    private static final int MOST_BYTES = 4_096;
    private static final int DEEPEST = 8;

    private SessionData() {}

    /**
     * The data after a patch: what it names is put in, what it names as null is taken out. 422 when that is too much.
     */
    static JsonObject merge(JsonObject data, JsonObject patch) {
        JsonObject merged = merge(data, patch, 1);
        String text = merged.encode();
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw invalid("may take 4 KB as JSON at most");
        }
        if (text.contains("\\u0000")) {
            throw invalid("must not hold a NUL character");
        }
        return merged;
    }

    private static JsonObject merge(JsonObject data, JsonObject patch, int depth) {
        if (depth > DEEPEST) {
            throw invalid("may be eight levels deep at most");
        }
        JsonObject merged = data.copy();
        for (Map.Entry<String, Object> change : patch) {
            Object value = change.getValue();
            if (value == null) {
                merged.remove(change.getKey());
            } else if (value instanceof JsonObject inner) {
                JsonObject old =
                        merged.getValue(change.getKey()) instanceof JsonObject object ? object : new JsonObject();
                merged.put(change.getKey(), merge(old, inner, depth + 1));
            } else {
                requireShallow(value, depth);
                merged.put(change.getKey(), value);
            }
        }
        return merged;
    }

    /** Arrays are levels too: what is answered stands deeper than what was sent, and too deep could never be answered. */
    private static void requireShallow(Object value, int depth) {
        if (depth > DEEPEST) {
            throw invalid("may be eight levels deep at most");
        }
        if (value instanceof JsonArray array) {
            array.forEach(one -> requireShallow(one, depth + 1));
        } else if (value instanceof JsonObject object) {
            object.forEach(one -> requireShallow(one.getValue(), depth + 1));
        }
    }

    private static RuntimeException invalid(String message) {
        return Problems.invalid(List.of(new FieldError("data", message)));
    }
}
