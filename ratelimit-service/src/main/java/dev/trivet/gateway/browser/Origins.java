package dev.trivet.gateway.browser;

import dev.trivet.common.pack.Cors;
import io.vertx.core.MultiMap;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The other sites whose pages may call this one, and how their browsers are told so (the Fetch standard's CORS protocol). */
public final class Origins {

    static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

    /** What pages may read of an answer beside what they always may. */
    static final String EXPOSED =
            "Cache-Status, Content-Disposition, ETag, Link, Location, RateLimit, RateLimit-Policy,"
                    + " Retry-After, Server-Timing, WWW-Authenticate, X-Cache, X-RateLimit-Limit, X-RateLimit-Remaining,"
                    + " X-RateLimit-Reset, X-Request-Id";

    private static final List<String> ANSWERS = List.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Allow-Headers",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Private-Network",
            "Access-Control-Expose-Headers",
            "Access-Control-Max-Age");

    private static final String VARY = "Vary";

    /** Names that a page may ask to send, separated by commas; what is none is not said back. */
    private static final String NAMES = "[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}";

    private final Cors cors;
    private final Set<String> origins;

    /**
     * @param cors as the pack has it, or null
     * @param more of this environment
     */
    public Origins(Cors cors, List<String> more) {
        this.cors = cors == null && !more.isEmpty() ? new Cors(more, false, null) : cors;
        this.origins = this.cors == null
                ? Set.of()
                : Stream.concat(this.cors.origins().stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it is for upstreams to say who may call them. */
    public boolean areUpstreamsOwn() {
        return cors == null;
    }

    public boolean include(String origin) {
        return isAny() || origins.contains(origin);
    }

    /** Writes what the browser is told of any answer, and takes away what an upstream has told it. */
    public void answer(String origin, MultiMap headers) {
        if (cors == null) {
            return;
        }
        ANSWERS.forEach(headers::remove);
        if (!isAny()) {
            vary(headers, "Origin");
        }
        if (origin == null || !include(origin)) {
            return;
        }
        headers.set("Access-Control-Allow-Origin", isAny() ? Cors.ANY : origin);
        headers.set("Access-Control-Expose-Headers", EXPOSED);
        if (cors.credentials()) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
    }

    /**
     * Writes what the browser asked before it sends the real request.
     *
     * @param asked the names in Access-Control-Request-Headers, or null
     */
    public void preflight(String asked, MultiMap headers) {
        headers.set("Access-Control-Allow-Methods", METHODS);
        headers.set("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
        if (asked != null && asked.matches(NAMES)) {
            headers.set("Access-Control-Allow-Headers", asked);
        }
        vary(headers, "Access-Control-Request-Method, Access-Control-Request-Headers");
    }

    private boolean isAny() {
        return origins.contains(Cors.ANY);
    }

    /** Adds to what the answer varies by, once. */
    private static void vary(MultiMap headers, String name) {
        String before = String.join(", ", headers.getAll(VARY));
        if (before.isEmpty()) {
            headers.set(VARY, name);
            return;
        }
        for (String each : before.split(",")) {
            String said = each.strip();
            if (said.equalsIgnoreCase(name) || said.equals("*")) {
                return;
            }
        }
        headers.set(VARY, before + ", " + name);
    }
}
