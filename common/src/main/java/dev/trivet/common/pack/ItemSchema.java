package dev.trivet.common.pack;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON Schema of a type's items or a form, made from its fields. Seed rows and request bodies are held against the same one.
 */
public final class ItemSchema {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private static final Set<String> OURS = Set.of("id", "owner", "version", "createdAt", "updatedAt");

    private final ObjectNode document;
    private final Schema schema;

    public ItemSchema(Map<String, Field> fields) {
        this.document = document(fields);
        this.schema = REGISTRY.getSchema(document);
    }

    /** One thing wrong with an item, at a field or, with an empty name, with the item as a whole. */
    public record FieldError(String field, String message) {}

    public List<FieldError> check(JsonNode item) {
        return schema.validate(item).stream().map(ItemSchema::fieldError).toList();
    }

    /** The schema itself, for documents about the API. */
    public ObjectNode document() {
        return document.deepCopy();
    }

    private static FieldError fieldError(Error error) {
        String pointer = error.getInstanceLocation().toString();
        String field = pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
        return switch (error.getKeyword()) {
            case "required" -> new FieldError(error.getProperty(), "is required");
            case "additionalProperties" ->
                new FieldError(
                        error.getProperty(),
                        OURS.contains(error.getProperty()) ? "is set by the server" : "is not a field of this type");
            default -> new FieldError(field, error.getMessage());
        };
    }

    private static ObjectNode document(Map<String, Field> fields) {
        ObjectNode schema = object();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        fields.forEach((name, field) -> {
            properties.set(name, field.list() ? listOf(field) : value(field));
            if (field.required()) {
                required.add(name);
            }
        });
        return schema;
    }

    private static ObjectNode listOf(Field field) {
        ObjectNode schema = object().put("type", "array");
        schema.set("items", value(field.element()));
        put(schema, "minItems", field.min());
        schema.put("maxItems", field.max() == null ? 100 : field.max().intValue());
        return schema;
    }

    private static ObjectNode value(Field field) {
        ObjectNode schema = object();
        if (field.description() != null) {
            schema.put("description", field.description());
        }
        switch (field.type()) {
            case STRING -> text(schema, field, 1_000);
            case TEXT -> text(schema, field, 20_000);
            case URL -> text(schema, field, 2_000).put("format", "uri");
            case EMAIL -> text(schema, field, 254).put("format", "email");
            case DATE -> schema.put("type", "string").put("format", "date");
            case DATE_TIME -> schema.put("type", "string").put("format", "date-time");
            case BOOLEAN -> schema.put("type", "boolean");
            case INTEGER -> number(schema.put("type", "integer"), field);
            case NUMBER -> number(schema.put("type", "number"), field);
            case GEO -> geo(schema);
            case REFERENCE -> schema.put("type", "string").put("format", "uuid");
        }
        if (field.values() != null) {
            var values = schema.putArray("enum");
            field.values().forEach(values::add);
        }
        return schema;
    }

    private static ObjectNode text(ObjectNode schema, Field field, int most) {
        schema.put("type", "string");
        put(schema, "minLength", field.min());
        schema.put("maxLength", field.max() == null ? most : field.max().intValue());
        return schema;
    }

    private static void number(ObjectNode schema, Field field) {
        if (field.min() != null) {
            schema.put("minimum", field.min());
        }
        if (field.max() != null) {
            schema.put("maximum", field.max());
        }
    }

    private static void geo(ObjectNode schema) {
        schema.put("type", "object").put("additionalProperties", false);
        schema.putArray("required").add("lat").add("lon");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("lat").put("type", "number").put("minimum", -90).put("maximum", 90);
        properties.putObject("lon").put("type", "number").put("minimum", -180).put("maximum", 180);
    }

    private static void put(ObjectNode schema, String keyword, Double bound) {
        if (bound != null) {
            schema.put(keyword, bound.intValue());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
