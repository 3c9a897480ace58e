package dev.trivet.api.content;

import dev.trivet.api.cache.Rendered;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Turns items into the JSON that clients get. */
final class Renderer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Renderer() {}

    static Rendered item(Type type, Item item) {
        return Rendered.of(JSON.writeValueAsBytes(json(type, item)), item.owner());
    }

    /** One page of a list; {@code next} is null on the last one. */
    static Rendered page(Type type, List<Item> items, Cursor next) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        var array = page.putArray("items");
        items.forEach(item -> array.add(json(type, item)));
        page.put("next", next == null ? null : next.encode());
        return Rendered.of(JSON.writeValueAsBytes(page), null);
    }

    private static ObjectNode json(Type type, Item item) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", item.id().toString());
        for (String field : type.spec().fields().keySet()) {
            JsonNode value = item.data().get(field);
            if (value != null) {
                json.set(field, value);
            }
        }
        if (item.owner() != null) {
            json.put("owner", item.owner().toString());
        }
        return json.put("version", item.version())
                .put("createdAt", item.createdAt().toString())
                .put("updatedAt", item.updatedAt().toString());
    }
}
