package dev.trivet.gateway.proxy;

import dev.trivet.gateway.identity.SocketToken;
import io.vertx.core.MultiMap;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers pass a proxy. */
final class ProxyHeaders {

    /** Headers of one connection only (RFC 9110 section 7.6.1), and those that would let a message be read two ways. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What the gateway says itself, or what would speak for the connection that it makes. */
    private static final Set<String> OURS = Set.of("host", "expect", "forwarded", "x-real-ip");

    /** Families of names that only the gateway says: who is asking, and where from. */
    private static final List<String> OUR_FAMILIES = List.of("x-trivet-", "x-forwarded-");

    /**
     * Headers that {@code Connection} cannot take along, because the gateway has decided by them, or because the message means
     * something else without them. A sender must not name such a header; one that does wants the two sides to disagree.
     */
    private static final Set<String> FOR_ALL = Set.of(
            "authorization",
            "cache-control",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "location",
            "origin",
            "range",
            "set-cookie",
            "traceparent",
            "vary",
            "via",
            "x-request-id",
            "www-authenticate");

    private static final String COOKIE = "cookie";

    private ProxyHeaders() {}

    /** Copies what passes from client to upstream; what claims an identity never does. */
    static void copyRequest(MultiMap from, MultiMap to) {
        Set<String> named = namedIn(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!isOfTheConnection(name, named) && !isOurs(name) && !name.equals(COOKIE)) {
                to.add(header.getKey(), header.getValue());
            }
        }
        joinCookies(from, to);
        SocketToken.remove(to);
    }

    static void copyResponse(MultiMap from, MultiMap to) {
        Set<String> named = namedIn(from);
        for (Map.Entry<String, String> header : from) {
            if (!isOfTheConnection(header.getKey().toLowerCase(Locale.ROOT), named)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    private static boolean isOfTheConnection(String name, Set<String> named) {
        return HOP_BY_HOP.contains(name) || (named.contains(name) && !FOR_ALL.contains(name));
    }

    /** Some servers read {@code X_Trivet_User} as {@code X-Trivet-User}. */
    private static boolean isOurs(String name) {
        String read = name.replace('_', '-');
        return OURS.contains(read) || OUR_FAMILIES.stream().anyMatch(read::startsWith);
    }

    /** HTTP/2 may send a cookie in crumbs, which HTTP/1.1 does not know (RFC 9113 section 8.2.3). */
    private static void joinCookies(MultiMap from, MultiMap to) {
        List<String> crumbs = from.getAll(COOKIE);
        if (!crumbs.isEmpty()) {
            to.set(COOKIE, String.join("; ", crumbs));
        }
    }

    /** Headers that the sender names in Connection are of this connection too. */
    private static Set<String> namedIn(MultiMap headers) {
        List<String> values = headers.getAll("connection");
        if (values.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String name : value.split(",")) {
                names.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
