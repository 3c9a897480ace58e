package dev.trivet.common.pack;

import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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

    private static UUID nameId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
