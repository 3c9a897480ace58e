package dev.trivet.gateway.route;

import dev.trivet.common.pack.PackRoute;
import dev.trivet.gateway.limit.PathPattern;
import dev.trivet.gateway.upstream.Upstream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pack's routes to other services. The first that matches a request gets it. */
public final class PackRoutes {

    private final List<Entry> entries;

    /**
     * @param routes in the pack's order
     * @param upstreams what each leads to, by its name
     */
    public PackRoutes(Map<String, PackRoute> routes, Map<String, Upstream> upstreams) {
        entries = routes.entrySet().stream()
                .map(route -> entry(route.getKey(), route.getValue(), upstreams.get(route.getKey())))
                .toList();
    }

    Optional<Route> find(String method, String path) {
        for (Entry entry : entries) {
            if (entry.takes(method) && entry.pattern.matches(path)) {
                return Optional.of(entry.route);
            }
        }
        return Optional.empty();
    }

    private static Entry entry(String name, PackRoute route, Upstream upstream) {
        String strip = route.stripPrefix() == null ? "" : route.stripPrefix();
        return new Entry(
                Set.copyOf(route.methods()),
                PathPattern.of(route.path()),
                new Route(upstream, name, route.token(), strip));
    }

    private record Entry(Set<String> methods, PathPattern pattern, Route route) {

        boolean takes(String method) {
            return methods.isEmpty() || methods.contains(method) || method.equals("HEAD") && methods.contains("GET");
        }
    }
}
