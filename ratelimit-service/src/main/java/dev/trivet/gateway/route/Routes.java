package dev.trivet.gateway.route;

import dev.trivet.common.pack.Pack;

import java.util.Optional;
import java.util.Set;

/** The site's routes, from its pack. */
public final class Routes {

    private static final String WELL_KNOWN = "/.well-known/jwks.json";

    /** Calls below {@code {auth}} that prove themselves by what they carry. */
    private static final Set<String> SELF_PROVING = Set.of(
            "login",
            "refresh",
            "register",
            "verify-email",
            "forgot-password",
            "reset-password",
            "introspect",
            "revoke");

    private final Pack.Paths paths;
    private final Upstream content;
    private final Upstream people;

    public Routes(Pack.Paths paths, Upstream content, Upstream people) {
        this.paths = paths;
        this.content = content;
        this.people = people;
    }

    /**
     * The route of a request.
     *
     * @param path the path alone, without a query; nothing when no upstream answers it
     */
    public Optional<Route> find(String method, String path) {
        if (path.equals(WELL_KNOWN)) {
            return Optional.of(new Route(people, method + " " + path, false));
        }
        if (isWithin(path, paths.auth())) {
            String call = firstSegment(path, paths.auth());
            return Optional.of(new Route(people, method + " auth/" + call, !SELF_PROVING.contains(call)));
        }
        if (isWithin(path, paths.api())) {
            return Optional.of(new Route(content, method + " " + firstSegment(path, paths.api()), true));
        }
        return Optional.empty();
    }

    private static boolean isWithin(String path, String root) {
        return path.length() > root.length() && path.startsWith(root) && path.charAt(root.length()) == '/';
    }

    private static String firstSegment(String path, String root) {
        int from = root.length() + 1;
        int to = path.indexOf('/', from);
        return path.substring(from, to < 0 ? path.length() : to);
    }
}
