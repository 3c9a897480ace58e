package dev.trivet.api.openapi;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Seed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** The first seed row of each type, as it is sent and as it is answered. */
final class Examples {

    /** When the example is said to have been made; its own time is not known before it is put in. */
    private static final String SOME_TIME = "2026-05-17T10:00:00Z";

    private final Pack pack;

    Examples(Pack pack) {
        this.pack = pack;
    }

    Optional<ObjectNode> written(String type) {
        return row(type).map(row -> fields(type, row));
    }

    /** One changed field. */
    Optional<ObjectNode> patch(String type) {
        return written(type).map(fields -> {
            String first = fields.propertyNames().iterator().next();
            return JsonNodeFactory.instance.objectNode().set(first, fields.get(first));
        });
    }

    Optional<ObjectNode> read(String type) {
        return row(type).map(row -> {
            ObjectNode item = JsonNodeFactory.instance.objectNode();
            item.put("id", Seed.itemId(pack.site(), type, 1).toString());
            item.setAll(fields(type, row));
            if (row.has("owner") && pack.types().get(type).owner()) {
                item.put(
                        "owner",
                        Seed.userId(pack.site(), row.get("owner").asString()).toString());
            }
            return item.put("version", 1).put("createdAt", SOME_TIME).put("updatedAt", SOME_TIME);
        });
    }

    private Optional<ObjectNode> row(String type) {
        List<ObjectNode> rows = pack.seed().items().getOrDefault(type, List.of());
        return rows.stream().findFirst();
    }

    /** The row's own fields, with ids where it names other rows. */
    private ObjectNode fields(String typeName, ObjectNode row) {
        ContentType type = pack.types().get(typeName);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        type.fields().forEach((name, field) -> {
            JsonNode value = row.get(name);
            if (value != null) {
                fields.set(name, field.type() == FieldType.REFERENCE ? referred(field, value) : value);
            }
        });
        return fields;
    }

    private JsonNode referred(Field field, JsonNode reference) {
        return pack.seed()
                .referred(pack, field.to(), reference)
                .map(id -> (JsonNode) JsonNodeFactory.instance.stringNode(id.toString()))
                .orElse(reference);
    }
}
