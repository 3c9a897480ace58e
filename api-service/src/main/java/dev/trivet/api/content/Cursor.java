package dev.trivet.api.content;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page ended: what the last item is sorted by, as PostgreSQL writes it, and its id.
 *
 * @param of short digest of the question that it belongs to; means nothing under another
 */
record Cursor(String of, List<String> keys, UUID id) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 4_000;

    String encode() {
        var array = JSON.createArrayNode().add(of);
        keys.forEach(array::add);
        array.add(id.toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(array));
    }

    static Optional<Cursor> decode(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            JsonNode array = JSON.readTree(Base64.getUrlDecoder().decode(text));
            if (!array.isArray() || array.size() < 3) {
                return Optional.empty();
            }
            List<String> texts = new ArrayList<>();
            for (JsonNode value : array) {
                if (!value.isString() || value.asString().indexOf('\0') >= 0) {
                    return Optional.empty();
                }
                texts.add(value.asString());
            }
            int last = texts.size() - 1;
            return Optional.of(
                    new Cursor(texts.get(0), List.copyOf(texts.subList(1, last)), UUID.fromString(texts.get(last))));
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }
}
