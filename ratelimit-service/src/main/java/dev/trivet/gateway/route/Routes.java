package dev.trivet.gateway.route;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackRoute.Token;
import dev.trivet.gateway.upstream.Upstream;

import java.util.Optional;
import java.util.Set;

/** The site's routes, from its pack. */
public final class Routes {

    private static final String WELL_KNOWN = "/.well-known/jwks.json";

    /** Calls below {@code {auth}} that prove themselves by what they carry. */
    private static final Set<String> SELF_PROVING = Set.of(
            "login",
            "refresh",
            "logout",
            "register",
            "verify-email",
            "forgot-password",
            "reset-password",
            "introspect",
            "revoke");

    /** Other calls below {@code {auth}} and {@code {api}}, beside the site's types. */
    private static final Set<String> AUTH_CALLS = Set.of(
            "logout-all", "logout-others", "change-password", "me", "sessions", "permissions", "online", "admin");

    private static final Set<String> API_CALLS = Set.of("stats", "analytics", "forms", "cache", "health");

    /** Everything else counts as one, or whoever makes up paths would have a fresh counter for each. */
    private static final String OTHER = "other";

    private final Pack.Paths paths;
    private final Set<String> types;
    private final Upstream content;
    private final Upstream people;
    private final PackRoutes others;

    public Routes(Pack.Paths paths, Set<String> types, Upstream content, Upstream people, PackRoutes others) {
        this.paths = paths;
        this.types = types;
        this.content = content;
        this.people = people;
        this.others = others;
    }

    /**
     * The route of a request.
     *
     * @param path a {@link CanonicalPath}
     * @return nothing when no upstream answers it
     */
    public Optional<Route> find(String sent, String path) {
        // A HEAD is a GET in all but its answer, and is not to have a counter of its own.
        String method = sent.equals("HEAD") ? "GET" : sent;
        if (path.equals(WELL_KNOWN)) {
            return Optional.of(new Route(people, method + " " + path, Token.NONE));
        }
        if (isWithin(path, paths.auth())) {
            String call = firstSegment(path, paths.auth());
            boolean known = SELF_PROVING.contains(call) || AUTH_CALLS.contains(call);
            Token token = SELF_PROVING.contains(call) ? Token.NONE : Token.OPTIONAL;
            return Optional.of(new Route(people, method + " auth/" + (known ? call : OTHER), token));
        }
        if (path.equals(paths.api())) {
            return Optional.of(new Route(content, method + " index", Token.OPTIONAL));
        }
        if (isWithin(path, paths.api())) {
            String first = firstSegment(path, paths.api());
            boolean known = types.contains(first) || API_CALLS.contains(first);
            return Optional.of(new Route(content, method + " " + (known ? first : OTHER), Token.OPTIONAL));
        }
        return others.find(sent, path);
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
