package dev.trivet.api.content;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What cached answers depend on, and what a change drops.
 *
 * <p>A list depends on each item that it shows, and on what decides which items these are. That is its <em>scope</em>, all
 * items of the type or those with one value of one field, to which items come and from which they go; and within the scope
 * the fields that it is filtered, searched or sorted by. So a new price drops the lists that show the item or are sorted
 * by price, in its city, and no others.
 */
final class Tags {

    private static final String EVERYTHING = "all";
    private static final int LONGEST_VALUE = 40;
    private static final int DIGEST_BYTES = 12;

    private Tags() {}

    static String item(String type, UUID id) {
        return type + ":" + id;
    }

    /** Raised with every change of a type, whatever it is. */
    static String anyChange(String type) {
        return type + ":any";
    }

    static List<String> ofItem(String type, UUID id) {
        return List.of(EVERYTHING, type, item(type, id));
    }

    /** What a list depends on beside the items that it shows. */
    static List<String> ofList(Type type, ListQuery query, Viewer viewer) {
        List<Condition> conditions = new ArrayList<>(query.conditions());
        if (type.spec().visible() != null && !viewer.hiddenToo()) {
            conditions.add(new Condition(
                    type.spec().visible(), Condition.Operator.EQ, JsonNodeFactory.instance.booleanNode(true)));
        }
        Set<String> used = new TreeSet<>();
        conditions.forEach(condition -> used.add(condition.field()));
        query.order().keys().forEach(key -> used.add(key.name()));
        if (query.words() != null) {
            used.addAll(type.spec().search());
        }
        if (query.near() != null) {
            used.add(type.spec().near());
        }
        boolean byChange = used.remove(Order.UPDATED);
        used.removeAll(Set.of(Order.CREATED, Order.RANK, Order.DISTANCE));
        List<String> tags = of(type, conditions, viewer.user(), used);
        if (byChange) {
            tags.add(anyChange(type.name()));
        }
        return List.copyOf(tags);
    }

    /** What figures over some items depend on. */
    static List<String> ofFigures(Type type, List<Condition> conditions, Set<String> computedWith) {
        Set<String> used = new TreeSet<>(computedWith);
        conditions.forEach(condition -> used.add(condition.field()));
        return of(type, conditions, null, used);
    }

    private static List<String> of(Type type, List<Condition> conditions, UUID viewer, Set<String> used) {
        List<String> tags = new ArrayList<>(List.of(EVERYTHING, type.name()));
        String scope;
        if (viewer != null) {
            scope = scope(type.name(), Access.OWNER, viewer.toString());
        } else {
            Condition narrowest = conditions.stream()
                    .filter(Condition::isEquality)
                    .min(Comparator.comparingInt(condition -> breadth(type.spec(), condition)))
                    .orElse(null);
            scope = narrowest == null
                    ? scope(type.name())
                    : scope(type.name(), narrowest.field(), text(narrowest.value()));
            // A list field may be asked for several values, of which the scope is but one.
            if (narrowest != null && !isList(type.spec(), narrowest.field())) {
                used.remove(narrowest.field());
            }
        }
        tags.add(scope);
        used.forEach(field -> tags.add(scope + "/" + field));
        return tags;
    }

    /**
     * What a change drops.
     *
     * @param before the item before it, or null when it is new
     * @param after the item after it, or null when it is gone
     */
    static List<String> changed(Type type, Item before, Item after) {
        Item item = after == null ? before : after;
        Set<String> tags = new LinkedHashSet<>(List.of(anyChange(type.name()), item(type.name(), item.id())));
        if (before == null || after == null) {
            tags.addAll(scopes(type, item));
            return List.copyOf(tags);
        }
        Set<String> was = scopes(type, before);
        Set<String> is = scopes(type, after);
        Set<String> both = new LinkedHashSet<>(was);
        both.addAll(is);
        for (String scope : both) {
            if (!was.contains(scope) || !is.contains(scope)) {
                tags.add(scope);
            }
        }
        for (String field : findable(type.spec())) {
            if (!Objects.equals(before.data().get(field), after.data().get(field))) {
                both.forEach(scope -> tags.add(scope + "/" + field));
            }
        }
        return List.copyOf(tags);
    }

    /** The scopes that an item is in: its type's, one for each value of its fields, and one for each who owns a part. */
    private static Set<String> scopes(Type type, Item item) {
        Set<String> scopes = new LinkedHashSet<>(List.of(scope(type.name())));
        if (item.owner() != null) {
            scopes.add(scope(type.name(), Access.OWNER, item.owner().toString()));
        }
        item.parties().stream()
                .filter(Objects::nonNull)
                .forEach(party -> scopes.add(scope(type.name(), Access.OWNER, party.toString())));
        for (String field : type.spec().indexed()) {
            JsonNode value = item.data().get(field);
            if (value != null && value.isArray()) {
                value.forEach(one -> scopes.add(scope(type.name(), field, text(one))));
            } else if (value != null) {
                scopes.add(scope(type.name(), field, text(value)));
            } else if (field.equals(type.spec().visible())) {
                scopes.add(scope(type.name(), field, "false"));
            }
        }
        return scopes;
    }

    private static Set<String> findable(ContentType spec) {
        Set<String> fields = new LinkedHashSet<>(spec.indexed());
        fields.addAll(spec.search());
        if (spec.near() != null) {
            fields.add(spec.near());
        }
        return fields;
    }

    private static boolean isList(ContentType spec, String field) {
        return spec.fields().containsKey(field) && spec.fields().get(field).list();
    }

    /** How much of the type a value of the field usually stands for. */
    private static int breadth(ContentType spec, Condition condition) {
        Field field = spec.fields().get(condition.field());
        if (condition.isOwner() || field.type() == FieldType.REFERENCE) {
            return 0;
        }
        if (field.type() == FieldType.BOOLEAN) {
            return 3;
        }
        return field.values() == null ? 1 : 2;
    }

    private static String scope(String type) {
        return type + ":list";
    }

    private static String scope(String type, String field, String value) {
        String safe = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return scope(type) + ":" + field + "="
                + (safe.length() <= LONGEST_VALUE ? safe : Digest.of(value).base64(DIGEST_BYTES));
    }

    /** The same text for equal numbers, however many noughts they end in. */
    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asString();
    }
}
