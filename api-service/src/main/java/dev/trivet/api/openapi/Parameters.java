package dev.trivet.api.openapi;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.ItemSchema;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What lists can be asked for. */
final class Parameters {

    private enum Comparison {
        GTE("at least this"),
        GT("more than this"),
        LTE("at most this"),
        LT("less than this");

        private final String words;

        Comparison(String words) {
            this.words = words;
        }
    }

    private Parameters() {}

    /**
     * The parameters of a type's list.
     *
     * @param given a field whose value the path gives already, or null
     */
    static List<Parameter> ofList(ContentType type, String given) {
        List<Parameter> all = new ArrayList<>();
        Stream.of("limit", "after", "page", "count").map(Parameters::ref).forEach(all::add);
        all.add(several(
                "sort", "What to sort by; `-` for descending. Left out: `" + type.order() + "`", sortable(type)));
        all.add(several("fields", "Only these fields of each item", selectable(type)));
        if (!type.search().isEmpty()) {
            all.add(ref("q"));
        }
        if (type.near() != null) {
            all.add(ref("near"));
            all.add(ref("radius"));
        }
        JsonNode values = new ItemSchema(type.fields()).document().get("properties");
        type.indexed().stream()
                .filter(name -> !name.equals(given))
                .forEach(name -> addFilters(all, name, type.fields().get(name), values.get(name)));
        return all;
    }

    /** A parameter of {@code shared.yaml}. */
    static Parameter ref(String name) {
        return OASFactory.createParameter().ref("#/components/parameters/" + name);
    }

    private static void addFilters(List<Parameter> all, String name, Field field, JsonNode schema) {
        String about = field.description() == null ? "" : field.description() + ": ";
        JsonNode value = field.list() ? schema.get("items") : schema;
        all.add(query(name, about + (field.list() ? "this among the values" : "exactly this"))
                .schema(asked(value).enumeration(field.values() == null ? null : List.copyOf(field.values()))));
        if (field.type().isOrdered() && !field.list()) {
            for (Comparison comparison : Comparison.values()) {
                all.add(query(name + "." + comparison.name().toLowerCase(Locale.ROOT), about + comparison.words)
                        .schema(asked(value)));
            }
        }
    }

    /** The kind of value alone: one may ask for what no item can have, and finds nothing then. */
    private static Schema asked(JsonNode value) {
        return OASFactory.createSchema()
                .addType(SchemaType.valueOf(value.get("type").asString().toUpperCase(Locale.ROOT)))
                .format(value.path("format").asString(null));
    }

    private static List<String> sortable(ContentType type) {
        return Stream.concat(
                        Stream.of("createdAt", "updatedAt"),
                        type.indexed().stream()
                                .filter(name -> !type.fields().get(name).list()))
                .flatMap(name -> Stream.of(name, "-" + name))
                .toList();
    }

    private static List<String> selectable(ContentType type) {
        List<String> names = new ArrayList<>(type.fields().keySet());
        if (type.owner()) {
            names.add("owner");
        }
        names.addAll(List.of("version", "createdAt", "updatedAt"));
        return names;
    }

    /** Several of these values in one parameter, with commas between them. */
    private static Parameter several(String name, String description, List<String> values) {
        return query(name, description)
                .style(Parameter.Style.FORM)
                .explode(false)
                .schema(OASFactory.createSchema()
                        .addType(SchemaType.ARRAY)
                        .items(OASFactory.createSchema()
                                .addType(SchemaType.STRING)
                                .enumeration(List.copyOf(values))));
    }

    private static Parameter query(String name, String description) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).description(description);
    }
}
