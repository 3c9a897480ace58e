package dev.trivet.common.pack;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Users and rows for development. No service loads them under the production profile. */
public record Seed(List<User> users, Map<String, List<ObjectNode>> items) {

    public Seed {
        users = users == null ? List.of() : List.copyOf(users);
        items = items == null ? Map.of() : items;
    }

    public record User(String email, String name, String password, List<String> roles) {}

    /** The id of a seeded user: derived from the address, so that services agree on it without asking each other. */
    public static UUID userId(String site, String email) {
        return nameId(site + "/users/" + email);
    }

    /** The id of the nth seeded row of a type, counted from 1: the same on every machine, so that documents can name it. */
    public static UUID itemId(String site, String type, int nth) {
        return nameId(site + "/" + type + "/" + nth);
    }

    /**
     * The id of the row that a reference in another row means: by its number, counted from 1, or by the value of a field
     * that is unique in its type.
     */
    public Optional<UUID> referred(Pack pack, String type, JsonNode reference) {
        List<ObjectNode> rows = items.getOrDefault(type, List.of());
        int nth = 0;
        if (reference.isIntegralNumber()) {
            nth = reference.intValue();
        } else if (pack.types().containsKey(type)) {
            List<String> names = namesOf(pack.types().get(type));
            nth = 1
                    + IntStream.range(0, rows.size())
                            .filter(i -> names.stream()
                                    .anyMatch(
                                            name -> reference.equals(rows.get(i).get(name))))
                            .findFirst()
                            .orElse(-1);
        }
        return nth >= 1 && nth <= rows.size() ? Optional.of(itemId(pack.site(), type, nth)) : Optional.empty();
    }

    /** The fields that are unique by themselves, by which a row can be named. */
    static List<String> namesOf(ContentType type) {
        return type.unique().stream()
                .filter(group -> group.size() == 1)
                .map(group -> group.get(0))
                .toList();
    }

    private static UUID nameId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
