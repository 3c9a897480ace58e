package dev.trivet.common.pack;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold for routes to other services: each is reached, and none is meant to answer what the gateway answers. */
final class RouteRules {

    private static final String BELOW = "/**";
    private static final int HIGHEST_PORT = 65_535;

    private final Pack pack;
    private final Broken broken;

    RouteRules(Pack pack, Broken broken) {
        this.pack = pack;
        this.broken = broken;
    }

    void check() {
        pack.routes().forEach(this::checkRoute);
        List<Map.Entry<String, PackRoute>> routes = List.copyOf(pack.routes().entrySet());
        for (int later = 1; later < routes.size(); later++) {
            PackRoute route = routes.get(later).getValue();
            String at = "/routes/" + routes.get(later).getKey();
            routes.subList(0, later).stream()
                    .filter(earlier -> takesAllOf(earlier.getValue(), route))
                    .findFirst()
                    .ifPresent(earlier -> broken.add(
                            at + "/path",
                            "never reached, since \"" + earlier.getKey() + "\" takes all of it; move it before that"));
        }
    }

    private void checkRoute(String name, PackRoute route) {
        String at = "/routes/" + name;
        checkPath(at + "/path", route.path());
        checkStripped(at + "/stripPrefix", route);
        checkAddresses(at + "/to", route.to());
        PackRoute.Timeouts timeouts = route.timeouts();
        if (timeouts.total() != null
                && timeouts.answer() != null
                && timeouts.answer().compareTo(timeouts.total()) > 0) {
            broken.add(at + "/timeouts/answer", "is longer than total, which ends it before; make total longer");
        }
    }

    private void checkPath(String at, String path) {
        if (path.contains("**") && path.indexOf("**") != path.length() - 2) {
            broken.add(at, "** may only end a path");
        }
        Map<String, String> taken = Map.of(
                pack.paths().api(),
                "paths.api, which api-service answers",
                pack.paths().auth(),
                "paths.auth, which session-service answers",
                "/health",
                "/health, which the gateway answers",
                "/ratelimit",
                "/ratelimit, which the gateway answers",
                "/.well-known/jwks.json",
                "the keys' address, which session-service answers");
        taken.forEach((root, who) -> {
            if (covers(root + BELOW, path)) {
                broken.add(at, "lies within " + who + "; choose another path, such as /shop/**");
            }
        });
    }

    private void checkStripped(String at, PackRoute route) {
        if (route.stripPrefix() != null && !covers(route.stripPrefix() + BELOW, route.path())) {
            broken.add(at, "is not what " + route.path() + " begins with; such as \"path: /shop/**\" with /shop");
        }
    }

    private void checkAddresses(String at, List<String> addresses) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < addresses.size(); i++) {
            String url = addresses.get(i).replaceFirst(";.*", "").replaceFirst("/$", "");
            if (!seen.add(url)) {
                broken.add(at + "/" + i, "given twice; remove one, and give the other more weight");
            }
            String port = url.replaceFirst(".*[^0-9](?=[0-9]*$)", "");
            if (url.matches(".*:[0-9]+") && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > HIGHEST_PORT)) {
                broken.add(at + "/" + i, "a port is a number from 1 to 65535");
            }
        }
    }

    private static boolean takesAllOf(PackRoute earlier, PackRoute later) {
        boolean methods = earlier.methods().isEmpty()
                || (!later.methods().isEmpty() && earlier.methods().containsAll(later.methods()));
        return methods && covers(earlier.path(), later.path());
    }

    /** Whether every path that one pattern matches is matched by the other too. */
    private static boolean covers(String wide, String narrow) {
        String[] outer = segments(wide);
        String[] inner = segments(narrow);
        boolean open = wide.endsWith(BELOW);
        if (inner.length < outer.length || (!open && (narrow.endsWith(BELOW) || inner.length != outer.length))) {
            return false;
        }
        for (int i = 0; i < outer.length; i++) {
            if (!outer[i].equals("*") && !outer[i].equals(inner[i])) {
                return false;
            }
        }
        return true;
    }

    private static String[] segments(String pattern) {
        return (pattern.endsWith(BELOW) ? pattern.substring(0, pattern.length() - BELOW.length()) : pattern)
                .split("/", -1);
    }
}
