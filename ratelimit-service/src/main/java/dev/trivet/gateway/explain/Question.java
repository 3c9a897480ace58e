package dev.trivet.gateway.explain;

import dev.trivet.gateway.JsonBody;
import dev.trivet.gateway.identity.Network;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A request that is only talked about.
 *
 * @param target path and query as a client would send them
 * @param peer address of the connection's other end
 */
record Question(String method, String target, String peer, MultiMap headers) {

    private static final List<String> FIELDS = List.of("path", "method", "headers", "peer");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    /**
     * @param ownPeer who asks, taken where the question names no peer
     */
    static Question parse(Buffer buffer, String ownPeer) {
        JsonBody body = JsonBody.read(buffer, "a JSON object with path and, if wanted, method, headers and peer");
        String path = text(body, "path", null);
        String method = text(body, "method", "GET");
        String peer = text(body, "peer", ownPeer);
        MultiMap headers = headers(body);
        if (body.isSound() && (path == null || !path.startsWith("/"))) {
            body.refuse("path", "must be a path that begins with /");
        }
        if (!METHOD.matcher(method).matches()) {
            body.refuse("method", "must be a method such as GET");
        }
        if (!peer.equals(ownPeer) && !Network.isAddress(peer)) {
            body.refuse("peer", "must be an address such as 192.0.2.1");
        }
        body.requireSound(FIELDS);
        return new Question(method, path, peer, headers);
    }

    /** The target without its query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static String text(JsonBody body, String name, String otherwise) {
        if (!body.has(name)) {
            return otherwise;
        }
        if (body.value(name) instanceof String text) {
            return text;
        }
        body.refuse(name, "must be a text");
        return otherwise;
    }

    private static MultiMap headers(JsonBody body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Object value = body.value("headers");
        if (value instanceof JsonObject object) {
            object.forEach(header -> {
                List<?> lines = header.getValue() instanceof JsonArray several
                        ? several.getList()
                        : List.of(String.valueOf(header.getValue()));
                lines.forEach(line -> headers.add(header.getKey(), String.valueOf(line)));
            });
        } else if (value != null) {
            body.refuse("headers", "must be an object of texts, or of lists of texts");
        }
        return headers;
    }
}
