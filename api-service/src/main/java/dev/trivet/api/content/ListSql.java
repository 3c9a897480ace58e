package dev.trivet.api.content;

import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Language;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A list query as SQL. What comes from the request is always a parameter; what is written into the text are names from the
 * pack, whose letters its schema bounds, so that indexes of one type alone apply.
 */
final class ListSql {

    /** A row's columns as {@link Items} reads them. */
    static final String COLUMNS = "id, owner, parties, version, data::text as data, created_at, updated_at";

    /** Haversine on the mean radius of the earth, in kilometres; %1$s and %2$s are latitude and longitude asked about. */
    private static final String DISTANCE = """
            6371.0088 * 2 * asin(least(1, sqrt(power(sin(radians(place[1] - %1$s) / 2), 2) \
            + cos(radians(%1$s)) * cos(radians(place[1])) * power(sin(radians(place[0] - %2$s) / 2), 2))))""";

    private final String site;
    private final Language language;
    private final Type type;
    private final List<Object> values = new ArrayList<>();
    private final List<String> wheres = new ArrayList<>();
    private String words;
    private String distance;

    ListSql(String site, Language language, Type type) {
        this.site = site;
        this.language = language;
        this.type = type;
        wheres.add("site = '%s' and type = '%s'".formatted(site, type.name()));
    }

    /** A statement and its parameters. */
    record Statement(String sql, List<Object> values) {}

    /** The rows of a page and one more where there are more, with what they are sorted by as k0, k1… */
    Statement page(ListQuery query, Viewer viewer) {
        filter(query, viewer);
        List<String> keys = new ArrayList<>();
        for (Order.Key key : query.order().keys()) {
            keys.add(expression(key.name()));
        }
        StringBuilder sql = new StringBuilder("select ").append(COLUMNS);
        for (int i = 0; i < keys.size(); i++) {
            sql.append(", (").append(keys.get(i)).append(")::text as k").append(i);
        }
        if (distance != null) {
            sql.append(", ").append(distance).append(" as km");
        }
        sql.append(" from item where ").append(String.join(" and ", wheres));
        if (query.after() != null) {
            sql.append(" and ").append(beyond(query.order(), keys, query.after()));
        }
        sql.append(" order by ");
        for (int i = 0; i < keys.size(); i++) {
            sql.append(keys.get(i)).append(query.order().keys().get(i).descending() ? " desc, " : ", ");
        }
        sql.append(query.order().idDescending() ? "id desc" : "id");
        sql.append(" limit ").append(value(query.limit() + 1L, "int8"));
        if (query.page() > 1) {
            sql.append(" offset ").append(value((query.page() - 1L) * query.limit(), "int8"));
        }
        return new Statement(sql.toString(), values);
    }

    Statement count(ListQuery query, Viewer viewer) {
        filter(query, viewer);
        return new Statement("select count(*) as total from item where " + String.join(" and ", wheres), values);
    }

    /** One row of figures over the items that conditions leave. */
    Statement figures(String columns, List<Condition> conditions) {
        conditions(conditions);
        return new Statement("select " + columns + " from item where " + String.join(" and ", wheres), values);
    }

    /** A field in an order that knows where missing values stand: before all others. */
    static String field(String name) {
        return "coalesce(data->'%s', 'null'::jsonb)".formatted(name);
    }

    private void filter(ListQuery query, Viewer viewer) {
        conditions(query.conditions());
        ContentType spec = type.spec();
        if (spec.visible() != null && !viewer.hiddenToo()) {
            wheres.add("data @> '{\"%s\": true}'".formatted(spec.visible()));
        }
        if (viewer.user() != null) {
            String user = value(viewer.user(), "uuid");
            List<String> ways = new ArrayList<>();
            List<String> readers = spec.access().read();
            if (readers.contains(Access.OWNER) || readers.contains(Access.ANYONE)) {
                ways.add("owner = " + user);
            }
            for (int i = 0; i < spec.trusted().size(); i++) {
                if (readers.contains(Access.ownerOf(spec.trusted().get(i)))) {
                    ways.add("parties @> array[%s] and parties[%d] = %s".formatted(user, i + 1, user));
                }
            }
            wheres.add("(" + String.join(" or ", ways) + ")");
        }
        if (query.words() != null) {
            words = "websearch_to_tsquery(%s, %s)"
                    .formatted(Words.configuration(language), value(query.words(), "text"));
            wheres.add("words @@ " + words);
        }
        if (query.near() != null) {
            near(query.near());
        }
    }

    private void conditions(List<Condition> conditions) {
        ObjectNode equal = JsonNodeFactory.instance.objectNode();
        for (Condition condition : conditions) {
            if (isForHidden(condition)) {
                wheres.add("not data @> '{\"%s\": true}'".formatted(condition.field()));
            } else if (condition.isOwner()) {
                wheres.add("owner = " + value(UUID.fromString(condition.value().asString()), "uuid"));
            } else if (!condition.isEquality()) {
                wheres.add("data ? '%1$s' and %2$s %3$s %4$s"
                        .formatted(
                                condition.field(),
                                field(condition.field()),
                                condition.operator().sql(),
                                value(condition.value().toString(), "text") + "::jsonb"));
            } else if (type.spec().fields().get(condition.field()).list()) {
                equal.withArray(condition.field()).add(condition.value());
            } else {
                equal.set(condition.field(), condition.value());
            }
        }
        if (!equal.isEmpty()) {
            wheres.add("data @> " + value(equal.toString(), "text") + "::jsonb");
        }
    }

    /** What is hidden is what is not said to be visible. */
    private boolean isForHidden(Condition condition) {
        return condition.isEquality()
                && condition.field().equals(type.spec().visible())
                && !condition.value().asBoolean();
    }

    private void near(Near near) {
        String lat = value(near.lat(), "float8");
        String lon = value(near.lon(), "float8");
        String latSpan = value(near.latSpan(), "float8");
        String lonSpan = value(near.lonSpan(), "float8");
        distance = DISTANCE.formatted(lat, lon);
        List<String> boxes = new ArrayList<>();
        // Where the circle crosses the date line, what lies beyond is found around the same place a turn further.
        for (int turn : turns(near)) {
            boxes.add("place <@ box(point(%2$s + %5$d - %4$s, %1$s - %3$s), point(%2$s + %5$d + %4$s, %1$s + %3$s))"
                    .formatted(lat, lon, latSpan, lonSpan, turn));
        }
        wheres.add("(" + String.join(" or ", boxes) + ")");
        wheres.add(distance + " <= " + value(near.radius(), "float8"));
    }

    private static int[] turns(Near near) {
        if (near.lon() + near.lonSpan() > 180) {
            return new int[] {0, -360};
        }
        return near.lon() - near.lonSpan() < -180 ? new int[] {0, 360} : new int[] {0};
    }

    private String expression(String key) {
        return switch (key) {
            case Order.CREATED -> "created_at";
            case Order.UPDATED -> "updated_at";
            case Order.RANK -> "ts_rank(words, " + words + ")::float8";
            case Order.DISTANCE -> distance;
            default -> field(key);
        };
    }

    /** What comes after a cursor: beyond its first key, or level with it and beyond the next, and so on. */
    private String beyond(Order order, List<String> keys, Cursor after) {
        List<String> bounds = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            bounds.add(value(after.keys().get(i), "text") + "::"
                    + typeOf(order.keys().get(i).name()));
        }
        List<String> columns = new ArrayList<>(keys);
        columns.add("id");
        bounds.add(value(after.id(), "uuid"));
        if (order.isUniform()) {
            return "(%s) %s (%s)"
                    .formatted(String.join(", ", columns), order.idDescending() ? "<" : ">", String.join(", ", bounds));
        }
        String beyond = columns.get(keys.size()) + (order.idDescending() ? " < " : " > ") + bounds.get(keys.size());
        for (int i = keys.size() - 1; i >= 0; i--) {
            String sign = order.keys().get(i).descending() ? "<" : ">";
            beyond = "(%1$s %2$s %3$s or %1$s = %3$s and %4$s)".formatted(columns.get(i), sign, bounds.get(i), beyond);
        }
        return beyond;
    }

    private static String typeOf(String key) {
        return switch (key) {
            case Order.CREATED, Order.UPDATED -> "timestamptz";
            case Order.RANK, Order.DISTANCE -> "float8";
            default -> "jsonb";
        };
    }

    private String value(Object value, String sqlType) {
        values.add(value);
        return "$" + values.size() + "::" + sqlType;
    }
}
