package dev.trivet.common.permission;

import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Roles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody may do.
 *
 * @param roles those that he holds, inherited ones among them
 * @param permissions {@code resource:action} pairs, {@code resource:*} for every action, {@code *} for everything
 */
public record Permissions(Set<String> roles, Set<String> permissions) {

    public static final Permissions NONE = new Permissions(Set.of(), Set.of());

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVERYTHING = "*";

    public Permissions {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
        permissions = Collections.unmodifiableSet(new TreeSet<>(permissions));
    }

    /** What follows from holding some roles: what they are permitted, and what the pack's types let them do. */
    public static Permissions of(Pack pack, Roles roles, Collection<String> held) {
        Set<String> closure = roles.closure(held);
        Set<String> permissions = new TreeSet<>(roles.permissions(held));
        pack.types().forEach((name, type) -> actions(type.access()).forEach((action, allowed) -> {
            if (allowed.contains(Access.ANYONE) || !Collections.disjoint(allowed, closure)) {
                permissions.add(name + ":" + action);
            }
        }));
        return new Permissions(closure, permissions);
    }

    /** Reads what session-service answers. */
    public static Permissions parse(byte[] json) {
        JsonNode tree = JSON.readTree(json);
        return new Permissions(texts(tree.path("roles")), texts(tree.path("permissions")));
    }

    public boolean holds(String role) {
        return roles.contains(role);
    }

    /** Whether he may do it, whosever the thing is. */
    public boolean has(String resource, String action) {
        return permissions.contains(EVERYTHING)
                || permissions.contains(resource + ":*")
                || permissions.contains(resource + ":" + action);
    }

    /** Whether a permission lets nobody do anything that he may not do himself. */
    public boolean covers(String permission) {
        String[] parts = permission.split(":", 2);
        return parts.length == 1 ? permissions.contains(EVERYTHING) : has(parts[0], parts[1]);
    }

    /** Whether he may do all that others may. */
    public boolean cover(Permissions others) {
        return others.permissions().stream().allMatch(this::covers);
    }

    private static Map<String, List<String>> actions(Access access) {
        return Map.of(
                "read", access.read(),
                "create", access.create(),
                "update", access.update(),
                "delete", access.delete());
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
