package dev.trivet.common.pack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The site's roles and what follows from holding some: inherited roles and permissions. */
public final class Roles {

    private final Map<String, Pack.Role> roles;

    public Roles(Map<String, Pack.Role> roles) {
        this.roles = Map.copyOf(roles);
    }

    /** The roles held and all that they inherit. A role that the pack no longer knows counts for nothing. */
    public Set<String> closure(Collection<String> held) {
        Set<String> all = new LinkedHashSet<>();
        held.forEach(role -> collect(role, all));
        return all;
    }

    /** What the held roles are permitted, themselves or by inheritance. */
    public Set<String> permissions(Collection<String> held) {
        return closure(held).stream()
                .flatMap(role -> roles.get(role).permissions().stream())
                .collect(Collectors.toSet());
    }

    /** Whether one of the held roles has the permission, itself or by inheritance. */
    public boolean permits(Collection<String> held, String resource, String action) {
        return permissions(held).stream()
                .anyMatch(permission -> permission.equals("*")
                        || permission.equals(resource + ":*")
                        || permission.equals(resource + ":" + action));
    }

    /** A chain of roles that leads back to its first, if there is one. */
    public Optional<List<String>> cycle() {
        return roles.keySet().stream()
                .sorted()
                .map(role -> pathTo(role, role, new ArrayList<>(), new LinkedHashSet<>()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<List<String>> pathTo(String goal, String from, List<String> path, Set<String> visited) {
        path.add(from);
        for (String next : inherited(from)) {
            if (next.equals(goal)) {
                path.add(goal);
                return Optional.of(path);
            }
            if (visited.add(next)) {
                Optional<List<String>> found = pathTo(goal, next, new ArrayList<>(path), visited);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private void collect(String role, Set<String> all) {
        if (roles.containsKey(role) && all.add(role)) {
            inherited(role).forEach(parent -> collect(parent, all));
        }
    }

    private List<String> inherited(String role) {
        return roles.containsKey(role) ? roles.get(role).inherits() : List.of();
    }
}
