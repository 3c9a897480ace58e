package dev.trivet.api.content;

import dev.trivet.api.cache.Rendered;
import dev.trivet.api.content.Items.Page;
import dev.trivet.api.content.Items.Placed;
import dev.trivet.api.content.Permission.Action;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Turns items into the JSON that clients get. */
final class Renderer {

    /** What every item has beside its type's fields. */
    static final Set<String> OURS = Set.of("id", "owner", "version", "createdAt", "updatedAt");

    /** Beyond this a page ends early, and goes on after its cursor: what is not cached costs everybody. */
    private static final int LARGEST_PAGE = 300_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Renderer() {}

    static Rendered item(Type type, Item item) {
        String visible = type.spec().visible();
        boolean hidden = visible != null && !item.data().path(visible).asBoolean(false);
        List<UUID> owners = Permission.owners(type, Action.READ, item.owner(), item.parties());
        if (hidden && item.owner() != null && Permission.isOpen(type, Action.READ)) {
            // What everybody could see, were it not hidden, its owner does.
            owners.add(item.owner());
        }
        return Rendered.of(JSON.writeValueAsBytes(json(type, item, List.of()))).belongingTo(owners, hidden);
    }

    /** One page of a list; {@code next} is null on the last one. */
    static Rendered page(Type type, ListQuery query, Page found) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        var array = page.putArray("items");
        int characters = 0;
        for (Placed placed : found.items()) {
            characters += placed.item().data().toString().length();
            if (array.size() == query.limit() || (!array.isEmpty() && characters > LARGEST_PAGE && query.page() == 0)) {
                break;
            }
            ObjectNode json = json(type, placed.item(), query.fields());
            if (placed.distance() != null) {
                json.put("distanceKm", BigDecimal.valueOf(placed.distance()).setScale(1, RoundingMode.HALF_UP));
            }
            array.add(json);
        }
        if (found.total() >= 0) {
            page.put("total", found.total());
        }
        List<Placed> shown = found.items().subList(0, array.size());
        page.put(
                "next",
                shown.size() < found.items().size()
                        ? cursor(query, shown.get(shown.size() - 1)).encode()
                        : null);
        return Rendered.of(JSON.writeValueAsBytes(page))
                .showing(shown.stream()
                        .map(placed -> Tags.item(type.name(), placed.item().id()))
                        .toList());
    }

    private static Cursor cursor(ListQuery query, Placed last) {
        return new Cursor(query.cursorOf(), last.keys(), last.item().id());
    }

    /**
     * @param only the fields to show, beside the id; empty for all
     */
    private static ObjectNode json(Type type, Item item, List<String> only) {
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
        json.put("version", item.version())
                .put("createdAt", item.createdAt().toString())
                .put("updatedAt", item.updatedAt().toString());
        if (!only.isEmpty()) {
            json.retain(Stream.concat(Stream.of("id"), only.stream()).toList());
        }
        return json;
    }
}
