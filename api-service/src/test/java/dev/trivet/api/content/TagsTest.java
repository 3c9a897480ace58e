package dev.trivet.api.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import dev.trivet.common.pack.Language;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Whether what a change drops is all that it must: random changes to a few random items, with every list worked out anew
 * in memory before and after.
 */
class TagsTest {

    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 3_000;
    private static final List<String> QUERIES = List.of(
            "",
            "city=Lyon",
            "city=Paris",
            "city=Lyon&price.gte=5",
            "price.lt=5",
            "open=true",
            "open=true&city=Lyon",
            "sort=price",
            "sort=-price,city",
            "sort=updatedAt",
            "city=Paris&sort=-price",
            "tags=a",
            "tags=a&tags=b",
            "owner=" + new UUID(0, 1));

    private final Random random = new Random(SEED);
    private Type type;
    private final Map<UUID, Item> items = new LinkedHashMap<>();
    private int clock;

    private static ContentType spec(String visible) {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("city", Field.of(FieldType.STRING).indexed());
        fields.put("price", Field.of(FieldType.INTEGER).indexed());
        fields.put("open", Field.of(FieldType.BOOLEAN).indexed());
        fields.put("tags", new Field(FieldType.STRING, false, true, null, null, null, true, null, null, null, null));
        fields.put("note", Field.of(FieldType.STRING));
        return new ContentType(true, null, null, null, null, null, visible, null, null, null, null, null, null, fields);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "open")
    void aListThatIsAnotherAfterAChangeIsDropped(String visible) throws Exception {
        type = Type.of("rooms", spec(visible), Language.SIMPLE);
        int dropped = 0;
        int kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, List<Item>> before = new LinkedHashMap<>();
            Map<String, Set<String>> tags = new LinkedHashMap<>();
            for (String text : QUERIES) {
                ListQuery query = query(text);
                List<Item> shown = list(query);
                Set<String> all = new HashSet<>(Tags.ofList(type, query, Viewer.PUBLIC));
                shown.forEach(item -> all.add(Tags.item("rooms", item.id())));
                before.put(text, shown);
                tags.put(text, all);
            }
            List<String> raised = change();
            for (String text : QUERIES) {
                boolean isDropped = !Collections.disjoint(tags.get(text), raised);
                boolean isOther = !before.get(text).equals(list(query(text)));
                assertThat(isDropped || !isOther)
                        .as("round %d: \"%s\" is another, and %s did not drop it", round, text, raised)
                        .isTrue();
                dropped += isDropped ? 1 : 0;
                kept += isDropped ? 0 : 1;
            }
        }
        // Dropping everything each time would be right too, and no use.
        assertThat(kept).isGreaterThan(dropped / 2);
    }

    private List<String> change() {
        if (items.size() < 4 || (items.size() < 12 && random.nextInt(4) == 0)) {
            Item item = item(UUID.randomUUID(), data(), ++clock, ++clock);
            items.put(item.id(), item);
            return Tags.changed(type, null, item);
        }
        List<Item> all = new ArrayList<>(items.values());
        Item old = all.get(random.nextInt(all.size()));
        if (random.nextInt(5) == 0) {
            items.remove(old.id());
            return Tags.changed(type, old, null);
        }
        ObjectNode data = old.data().deepCopy();
        ObjectNode other = data();
        List<String> names = List.copyOf(type.spec().fields().keySet());
        String field = names.get(random.nextInt(names.size()));
        if (other.has(field)) {
            data.set(field, other.get(field));
        } else {
            data.remove(field);
        }
        Item item = item(old.id(), data, (int) old.createdAt().toEpochMilli(), ++clock);
        items.put(item.id(), item);
        return Tags.changed(type, old, item);
    }

    private ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("city", random.nextBoolean() ? "Lyon" : "Paris");
        if (random.nextInt(4) > 0) {
            data.put("price", random.nextInt(10));
        }
        data.put("open", random.nextBoolean());
        data.put("note", "n" + random.nextInt(3));
        if (random.nextBoolean()) {
            var tags = data.putArray("tags").add(random.nextBoolean() ? "a" : "b");
            if (random.nextBoolean()) {
                tags.add("c");
            }
        }
        return data;
    }

    private Item item(UUID id, ObjectNode data, int created, int updated) {
        return new Item(
                id,
                new UUID(0, id.hashCode() & 1),
                List.of(),
                updated,
                data,
                Instant.ofEpochMilli(created),
                Instant.ofEpochMilli(updated));
    }

    private ListQuery query(String text) throws ListQuery.Refused {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("limit", List.of("3"));
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=");
                parameters.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
            }
        }
        return QueryParser.parse(type.spec(), parameters);
    }

    /** What a list shows, the plain way. */
    private List<Item> list(ListQuery query) {
        Comparator<Item> order = Comparator.comparing(Item::id);
        List<Order.Key> keys = new ArrayList<>(query.order().keys());
        Collections.reverse(keys);
        for (Order.Key key : keys) {
            Comparator<Item> byKey = Comparator.comparing(item -> sortValue(item, key.name()));
            order = (key.descending() ? byKey.reversed() : byKey).thenComparing(order);
        }
        return items.values().stream()
                .filter(item -> type.spec().visible() == null
                        || item.data().path("open").asBoolean())
                .filter(item -> query.conditions().stream().allMatch(condition -> holds(item, condition)))
                .sorted(order)
                .limit(query.limit())
                .toList();
    }

    private static String sortValue(Item item, String key) {
        return switch (key) {
            case "createdAt" -> "%09d".formatted(item.createdAt().toEpochMilli());
            case "updatedAt" -> "%09d".formatted(item.updatedAt().toEpochMilli());
            default -> item.data().path(key).asString("");
        };
    }

    private static boolean holds(Item item, Condition condition) {
        if (condition.isOwner()) {
            return condition.value().asString().equals(item.owner().toString());
        }
        JsonNode value = item.data().get(condition.field());
        if (value == null) {
            return false;
        }
        if (value.isArray()) {
            return value.valueStream().anyMatch(condition.value()::equals);
        }
        return switch (condition.operator()) {
            case EQ -> value.asString().equals(condition.value().asString());
            case GTE -> value.intValue() >= condition.value().intValue();
            case GT -> value.intValue() > condition.value().intValue();
            case LTE -> value.intValue() <= condition.value().intValue();
            case LT -> value.intValue() < condition.value().intValue();
        };
    }
}
