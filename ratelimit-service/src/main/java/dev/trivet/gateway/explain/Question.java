package dev.trivet.gateway.explain;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import dev.trivet.gateway.identity.Network;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request that is only talked about.
 *
 * @param target path and query as a client would send them
 * @param peer address of the connection's other end
 */
record Question(String method, String target, String peer, MultiMap headers) {

    private static final Set<String> KEYS = Set.of("path", "method", "headers", "peer");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final String HINT =
            "the body must be a JSON object with path and, if wanted, method, headers and peer";

    /**
     * @param ownPeer who asks, taken where the question names no peer
     */
    static Question parse(Buffer body, String ownPeer) {
        JsonObject json = object(body);
        List<FieldError> errors = new ArrayList<>();
        String path = text(json, "path", null, errors);
        String method = text(json, "method", "GET", errors);
        String peer = text(json, "peer", ownPeer, errors);
        MultiMap headers = headers(json.getValue("headers"), errors);
        if (errors.isEmpty() && (path == null || !path.startsWith("/"))) {
            errors.add(new FieldError("path", "must be a path that begins with /"));
        }
        if (!METHOD.matcher(method).matches()) {
            errors.add(new FieldError("method", "must be a method such as GET"));
        }
        if (!peer.equals(ownPeer) && !Network.isAddress(peer)) {
            errors.add(new FieldError("peer", "must be an address such as 192.0.2.1"));
        }
        json.fieldNames().stream()
                .filter(name -> !KEYS.contains(name))
                .forEach(name ->
                        errors.add(new FieldError(name, "is not known here; path, method, headers and peer are")));
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
        return new Question(method, path, peer, headers);
    }

    /** The target without its query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static JsonObject object(Buffer body) {
        try {
            if (body != null && body.length() > 0) {
                return new JsonObject(body);
            }
        } catch (DecodeException | ClassCastException e) {
            // Told below, without what the parser says of its own workings.
        }
        throw Problems.badRequest(HINT);
    }

    private static String text(JsonObject json, String name, String otherwise, List<FieldError> errors) {
        if (!json.containsKey(name)) {
            return otherwise;
        }
        if (json.getValue(name) instanceof String text) {
            return text;
        }
        errors.add(new FieldError(name, "must be a text"));
        return otherwise;
    }

    private static MultiMap headers(Object value, List<FieldError> errors) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (value instanceof JsonObject object) {
            object.forEach(header -> {
                List<?> lines = header.getValue() instanceof JsonArray several
                        ? several.getList()
                        : List.of(String.valueOf(header.getValue()));
                lines.forEach(line -> headers.add(header.getKey(), String.valueOf(line)));
            });
        } else if (value != null) {
            errors.add(new FieldError("headers", "must be an object of texts, or of lists of texts"));
        }
        return headers;
    }
}
