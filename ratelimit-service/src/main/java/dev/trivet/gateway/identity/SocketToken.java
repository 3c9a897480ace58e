package dev.trivet.gateway.identity;

import io.vertx.core.MultiMap;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The access token of a WebSocket that a browser opens. Scripts cannot set its headers, and what stands in an address is
 * written into logs on the way; but they name subprotocols, so the token is one of these: {@code bearer.<token>}. It goes no
 * further than the gateway.
 */
public final class SocketToken {

    /** A subprotocol for those whose service speaks none: browsers want one of what they offered to be taken. */
    public static final String NO_PROTOCOL = "trivet";

    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String PREFIX = "bearer.";

    private SocketToken() {}

    static Optional<String> in(MultiMap headers) {
        return offered(headers)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .findFirst();
    }

    /** Leaves only those subprotocols in headers that are for the service. */
    public static void remove(MultiMap headers) {
        if (headers.contains(PROTOCOLS)) {
            List<String> others = offered(headers)
                    .filter(name -> !name.startsWith(PREFIX) && !name.equals(NO_PROTOCOL))
                    .toList();
            headers.remove(PROTOCOLS);
            if (!others.isEmpty()) {
                headers.set(PROTOCOLS, String.join(", ", others));
            }
        }
    }

    /** Takes the subprotocol that means none, where it was offered and the service has taken none of the others. */
    public static void settle(MultiMap request, MultiMap answer) {
        if (!answer.contains(PROTOCOLS) && offered(request).anyMatch(NO_PROTOCOL::equals)) {
            answer.set(PROTOCOLS, NO_PROTOCOL);
        }
    }

    private static Stream<String> offered(MultiMap headers) {
        return headers.getAll(PROTOCOLS).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::trim)
                .filter(name -> !name.isEmpty());
    }
}
