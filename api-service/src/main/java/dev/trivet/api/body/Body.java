package dev.trivet.api.body;

import dev.trivet.common.pack.ItemSchema;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Request bodies: JSON objects that fit a schema. */
public final class Body {

    private static final int DEEPEST = 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(50)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Body() {}

    /** Reads an object; 400 when it is none. */
    public static ObjectNode object(byte[] bytes) {
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw Problems.badRequest("the body is not valid JSON, no deeper than " + DEEPEST
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        }
        if (!Storable.isStorable(body)) {
            throw Problems.badRequest("the body holds a NUL character, or a number of more than 100 digits");
        }
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw Problems.badRequest("the body must be a JSON object");
    }

    /** Refuses, field by field with 422, what does not fit the schema. */
    public static ObjectNode fitting(ItemSchema schema, ObjectNode data) {
        refuse(schema.check(data));
        return data;
    }

    /** Refuses with 422 when there is anything wrong. */
    public static void refuse(List<ItemSchema.FieldError> wrong) {
        if (!wrong.isEmpty()) {
            throw Problems.invalid(wrong.stream()
                    .map(error -> new FieldError(error.field(), error.message()))
                    .toList());
        }
    }

    /** Applies a JSON merge patch (RFC 7396) to a copy: null removes, everything else replaces. */
    public static ObjectNode merged(ObjectNode data, ObjectNode patch) {
        ObjectNode result = data.deepCopy();
        patch.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else if (change.getValue() instanceof ObjectNode inner
                    && result.get(change.getKey()) instanceof ObjectNode old) {
                result.set(change.getKey(), merged(old, inner));
            } else {
                result.set(change.getKey(), change.getValue());
            }
        });
        return result;
    }
}
