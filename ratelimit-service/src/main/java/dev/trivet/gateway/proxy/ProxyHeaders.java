package dev.trivet.gateway.proxy;

import dev.trivet.common.http.IdentityHeaders;
import io.vertx.core.MultiMap;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which headers pass a proxy. */
final class ProxyHeaders {

    /** Headers of one connection only (RFC 9110 section 7.6.1), and those that would let a message be read two ways. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> IDENTITY = IdentityHeaders.ALL.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private ProxyHeaders() {}

    /** Copies what passes from client to upstream; what claims an identity never does. */
    static void copyRequest(MultiMap from, MultiMap to) {
        copy(from, to, IDENTITY);
        to.remove("host");
        to.remove("expect");
    }

    static void copyResponse(MultiMap from, MultiMap to) {
        copy(from, to, Set.of());
    }

    private static void copy(MultiMap from, MultiMap to, Set<String> withheld) {
        Set<String> named = namedIn(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !withheld.contains(name) && !named.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /** Headers that the sender names in Connection are of this connection too. */
    private static Set<String> namedIn(MultiMap headers) {
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll("connection")) {
            for (String name : value.split(",")) {
                names.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
