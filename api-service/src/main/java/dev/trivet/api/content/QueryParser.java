package dev.trivet.api.content;

import dev.trivet.api.content.Condition.Operator;
import dev.trivet.api.content.ListQuery.Refused;
import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the parameters of a request for a list. What the type does not know is refused rather than ignored: a misspelt
 * filter must not look as if it had found everything.
 */
final class QueryParser {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;
    private static final int DEEPEST = 10_000;
    private static final int LONGEST_VALUE = 4_000;
    private static final int LONGEST_WORDS = 200;
    private static final int MOST_CONDITIONS = 20;
    private static final int MOST_KEYS = 4;

    private static final Field OWNER = Field.of(FieldType.REFERENCE).indexed();

    private final ContentType type;
    private final Map<String, String> given = new LinkedHashMap<>();
    private final List<Condition> conditions = new ArrayList<>();

    private QueryParser(ContentType type) {
        this.type = type;
    }

    static ListQuery parse(ContentType type, Map<String, List<String>> parameters) throws Refused {
        return new QueryParser(type).parse(parameters);
    }

    private ListQuery parse(Map<String, List<String>> parameters) throws Refused {
        for (var parameter : new TreeMap<>(parameters).entrySet()) {
            for (String value : parameter.getValue()) {
                take(parameter.getKey(), value);
            }
        }
        if (conditions.size() > MOST_CONDITIONS) {
            throw new Refused("at most " + MOST_CONDITIONS + " conditions can be asked for at once");
        }
        String words = words();
        Near near = near();
        ListQuery query = new ListQuery(
                List.copyOf(conditions),
                words,
                near,
                order(words, near),
                whole("limit", DEFAULT_LIMIT, 1, MOST),
                null,
                0,
                fields(),
                counted());
        return placed(query);
    }

    private void take(String name, String value) throws Refused {
        if (value.indexOf('\0') >= 0 || value.length() > LONGEST_VALUE) {
            throw new Refused("the value of \"" + name + "\" cannot be any field's");
        }
        switch (name) {
            case "limit", "after", "page", "sort", "fields", "q", "near", "radius", "count" -> {
                if (given.put(name, value) != null) {
                    throw new Refused("\"" + name + "\" may be given once");
                }
            }
            default -> addCondition(name, value);
        }
    }

    private void addCondition(String name, String value) throws Refused {
        int dot = name.lastIndexOf('.');
        String fieldName = dot < 0 ? name : name.substring(0, dot);
        Field field = name.equals(Access.OWNER) && type.owner()
                ? OWNER
                : type.fields().get(fieldName);
        if (field == null || !field.index()) {
            throw new Refused("lists cannot be asked for \"" + name + "\"; possible: " + possible());
        }
        Operator operator = operator(name, dot, field);
        JsonNode wanted = FieldValue.parse(field, value)
                .orElseThrow(() -> new Refused("\"" + name + "\" must be " + FieldValue.expected(field)));
        boolean repeated =
                conditions.stream().anyMatch(known -> known.field().equals(fieldName) && known.operator() == operator);
        if (repeated && !field.list()) {
            throw new Refused("\"" + name + "\" may be given once");
        }
        conditions.add(new Condition(fieldName, operator, wanted));
    }

    private static Operator operator(String name, int dot, Field field) throws Refused {
        if (dot < 0) {
            return Operator.EQ;
        }
        Operator operator =
                switch (name.substring(dot + 1)) {
                    case "gte" -> Operator.GTE;
                    case "gt" -> Operator.GT;
                    case "lte" -> Operator.LTE;
                    case "lt" -> Operator.LT;
                    default -> null;
                };
        if (operator == null || field.list() || !field.type().isOrdered() || field.values() != null) {
            throw new Refused("lists cannot be asked for \"" + name + "\"; "
                    + (operator == null
                            ? "operators are .gte, .gt, .lte and .lt"
                            : "\"" + name.substring(0, dot) + "\" has no smaller and greater"));
        }
        return operator;
    }

    private String words() throws Refused {
        String text = given.get("q");
        if (text == null) {
            return null;
        }
        if (type.search().isEmpty()) {
            throw new Refused("\"q\" is not possible: this type is not searched by words");
        }
        String words = Words.folded(text).strip().replaceAll("\\s+", " ");
        if (words.isEmpty() || words.length() > LONGEST_WORDS) {
            throw new Refused("\"q\" must be some words, " + LONGEST_WORDS + " characters at most");
        }
        return words;
    }

    private Near near() throws Refused {
        String place = given.get("near");
        if (place == null) {
            if (given.containsKey("radius")) {
                throw new Refused("\"radius\" goes with \"near\"");
            }
            return null;
        }
        if (type.near() == null) {
            throw new Refused("\"near\" is not possible: this type is not searched by distance");
        }
        return Near.parse(place, given.get("radius"))
                .orElseThrow(() ->
                        new Refused("\"near\" must be latitude,longitude, such as 48.85,2.35; \"radius\" kilometres"));
    }

    private Order order(String words, Near near) throws Refused {
        String text = given.get("sort");
        if (text == null) {
            return near != null
                    ? Order.parse(Order.DISTANCE)
                    : words != null ? Order.parse("-" + Order.RANK) : Order.parse(type.order());
        }
        Order order = Order.parse(text);
        for (Order.Key key : order.keys()) {
            Field field = type.fields().get(key.name());
            boolean sortable = key.name().equals(Order.CREATED)
                    || key.name().equals(Order.UPDATED)
                    || (field != null && field.index() && !field.list());
            if (!sortable) {
                throw new Refused("lists cannot be sorted by \"" + key.name() + "\"; possible: createdAt, updatedAt"
                        + type.indexed().stream()
                                .filter(name -> !type.fields().get(name).list())
                                .map(name -> ", " + name)
                                .reduce("", String::concat));
            }
        }
        boolean repeated = order.keys().stream().map(Order.Key::name).distinct().count()
                < order.keys().size();
        if (repeated || order.keys().size() > MOST_KEYS) {
            throw new Refused("\"sort\" takes up to " + MOST_KEYS + " different fields");
        }
        return order;
    }

    private List<String> fields() throws Refused {
        if (!given.containsKey("fields")) {
            return List.of();
        }
        List<String> asked = List.of(given.get("fields").split(",", -1));
        for (String name : asked) {
            if (!type.fields().containsKey(name) && !Renderer.OURS.contains(name)) {
                throw new Refused("\"fields\" names \"" + name + "\", which items of this type do not have");
            }
        }
        return asked.stream().distinct().sorted().toList();
    }

    private boolean counted() throws Refused {
        String count = given.get("count");
        if (count != null && !count.equals("exact")) {
            throw new Refused("\"count\" can be \"exact\"");
        }
        return count != null;
    }

    /** Says from where on: after a cursor or from a page. */
    private ListQuery placed(ListQuery query) throws Refused {
        String text = given.get("after");
        Cursor after = null;
        if (text != null) {
            after = Cursor.decode(text)
                    .filter(cursor -> cursor.of().equals(query.cursorOf())
                            && cursor.keys().size() == query.order().keys().size())
                    .orElseThrow(
                            () -> new Refused(
                                    "\"after\" is no cursor of this query; use \"next\" of the page before, with the same filters"));
        }
        int page = given.containsKey("page") ? whole("page", 0, 1, DEEPEST / query.limit()) : 0;
        if (after != null && page > 0) {
            throw new Refused("give \"after\" or \"page\", not both");
        }
        return new ListQuery(
                query.conditions(),
                query.words(),
                query.near(),
                query.order(),
                query.limit(),
                after,
                page,
                query.fields(),
                query.counted());
    }

    private int whole(String name, int otherwise, int least, int most) throws Refused {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the bounds.
        }
        throw new Refused("\"" + name + "\" must be a whole number from " + least + " to " + most
                + (name.equals("page") ? "; further on, use \"after\"" : ""));
    }

    private String possible() {
        List<String> names = new ArrayList<>(List.of("limit", "after", "page", "sort", "fields", "count"));
        if (!type.search().isEmpty()) {
            names.add("q");
        }
        if (type.near() != null) {
            names.addAll(List.of("near", "radius"));
        }
        if (type.owner()) {
            names.add(Access.OWNER);
        }
        names.addAll(type.indexed());
        return String.join(", ", names);
    }
}
