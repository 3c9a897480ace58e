package dev.trivet.api.openapi;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.ItemSchema;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Stats;
import dev.trivet.common.pack.Stats.Aggregate;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The shapes of what is sent and answered, by name. A type's are {@code <type>} as it is read, and the same with a suffix
 * as it is written, changed, listed and counted. Types begin with a small letter, so the names of {@code shared.yaml} do not.
 */
final class Schemas {

    static final String WRITE = ".write";
    static final String PATCH = ".patch";
    static final String PAGE = ".page";
    static final String STATS = ".stats";
    static final String SITE_STATS = "Stats";
    static final String FORM = "Form.";

    private static final Set<Aggregate> WHOLE = Set.of(Aggregate.COUNT, Aggregate.DISTINCT);

    private final Pack pack;
    private final Examples examples;
    private final ObjectNode all = JsonNodeFactory.instance.objectNode();

    Schemas(Pack pack) {
        this.pack = pack;
        this.examples = new Examples(pack);
    }

    static Schema ref(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }

    /** All of them by name. */
    ObjectNode all() {
        pack.types().forEach(this::addType);
        if (pack.stats() != null) {
            add(SITE_STATS, stats(pack.stats()), Optional.empty());
        }
        pack.forms()
                .forEach((name, form) -> add(FORM + name, new ItemSchema(form.fields()).document(), Optional.empty()));
        return all;
    }

    private void addType(String name, ContentType type) {
        ObjectNode written = new ItemSchema(type.fields()).document();
        add(name + WRITE, written, examples.written(name));
        add(name + PATCH, patch(written), examples.patch(name));
        add(name, read(type, written), examples.read(name));
        add(name + PAGE, page(type, written), Optional.empty());
        if (type.stats() != null) {
            add(name + STATS, stats(type.stats()), Optional.empty());
        }
    }

    private void add(String name, ObjectNode schema, Optional<ObjectNode> example) {
        example.ifPresent(value -> schema.putArray("examples").add(value));
        all.set(name, schema);
    }

    private static ObjectNode read(ContentType type, ObjectNode written) {
        ObjectNode schema = object();
        ObjectNode properties = schema.putObject("properties");
        properties.set("id", string("uuid"));
        properties.setAll((ObjectNode) written.get("properties").deepCopy());
        if (type.owner()) {
            properties.set("owner", string("uuid").put("description", "Whom it belongs to"));
        }
        properties.putObject("version").put("type", "integer").put("description", "Raised by every change");
        properties.set("createdAt", string("date-time"));
        properties.set("updatedAt", string("date-time"));
        var required = schema.putArray("required").add("id");
        written.get("required").forEach(required::add);
        required.add("version").add("createdAt").add("updatedAt");
        return schema;
    }

    /** A merge patch (RFC 7396): every field may be left out, and null removes. */
    private static ObjectNode patch(ObjectNode written) {
        ObjectNode schema = written.deepCopy();
        schema.remove("required");
        schema.get("properties").propertyStream().forEach(property -> {
            ObjectNode value = (ObjectNode) property.getValue();
            String type = value.get("type").asString();
            value.putArray("type").add(type).add("null");
            if (value.get("enum") != null) {
                value.withArray("enum").addNull();
            }
        });
        return schema;
    }

    private static ObjectNode page(ContentType type, ObjectNode written) {
        ObjectNode item = read(type, written);
        // With fields= there may be any of them.
        item.remove("required");
        if (type.near() != null) {
            ((ObjectNode) item.get("properties"))
                    .putObject("distanceKm")
                    .put("type", "number")
                    .put("description", "With `near`: how far away");
        }
        ObjectNode page = object();
        ObjectNode properties = page.putObject("properties");
        properties.putObject("items").put("type", "array").set("items", item);
        ObjectNode next = properties.putObject("next").put("description", "For `after`; null on the last page");
        next.putArray("type").add("string").add("null");
        properties
                .putObject("total")
                .put("type", "integer")
                .put("description", "With `count=exact`: how many there are in all");
        page.putArray("required").add("items").add("next");
        return page;
    }

    private static ObjectNode stats(Stats stats) {
        ObjectNode schema = object();
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        stats.values().forEach((name, stat) -> {
            ObjectNode value = properties.putObject(name).put("description", describe(stat));
            if (stat.aggregate() == null || WHOLE.contains(stat.aggregate())) {
                value.put("type", "integer");
            } else {
                value.putArray("type").add("number").add("null");
            }
            required.add(name);
        });
        return schema;
    }

    private static String describe(Stats.Stat stat) {
        if (stat.aggregate() == null) {
            return "The counter " + stat.counter();
        }
        String over = stat.field() == null ? stat.type() : stat.type() + "." + stat.field();
        String where = stat.where().isEmpty() ? "" : " where " + stat.where();
        return stat.aggregate().name().toLowerCase(Locale.ROOT) + " of " + over + where;
    }

    private static ObjectNode string(String format) {
        return JsonNodeFactory.instance.objectNode().put("type", "string").put("format", format);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode().put("type", "object");
    }
}
