package dev.trivet.gateway;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.List;

/** The body of one of the gateway's own calls, and what is wrong with it: all of that is told at once. */
public final class JsonBody {

    private final JsonObject json;
    private final List<FieldError> errors = new ArrayList<>();

    private JsonBody(JsonObject json) {
        this.json = json;
    }

    /**
     * Reads a body that must be a JSON object.
     *
     * @param form what it must be, in words
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when it is none
     */
    public static JsonBody read(Buffer body, String form) {
        try {
            if (body != null && body.length() > 0) {
                return new JsonBody(new JsonObject(body));
            }
        } catch (DecodeException | ClassCastException e) {
            // Told below, without what the parser says of its own workings.
        }
        throw Problems.badRequest("the body must be " + form);
    }

    public boolean has(String name) {
        return json.containsKey(name);
    }

    /** The value of a field; null where there is none. */
    public Object value(String name) {
        return json.getValue(name);
    }

    /** Notes that a field is wrong. */
    public void refuse(String name, String why) {
        errors.add(new FieldError(name, why));
    }

    /** Whether nothing was found wrong yet. */
    public boolean isSound() {
        return errors.isEmpty();
    }

    /**
     * To be called when all fields were read.
     *
     * @param known the fields that there may be
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 with all that is wrong, if anything is
     */
    public void requireSound(List<String> known) {
        json.fieldNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> refuse(name, "is not known here; " + listed(known) + " are"));
        if (!isSound()) {
            throw Problems.invalid(errors);
        }
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
