package dev.trivet.gateway.proxy;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.token.Caller;
import dev.trivet.gateway.identity.Door;
import dev.trivet.gateway.identity.Visitor;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

import java.util.function.IntConsumer;

/**
 * What the upstream is told of a request, in words that are not the client's own.
 *
 * @param uri path and query as they were decided on
 * @param answered is told the status of the upstream's answer, if one comes
 */
public record Introduction(String uri, Visitor visitor, TraceContext trace, IntConsumer answered) {

    public Introduction(String uri, Visitor visitor, MultiMap headers, IntConsumer answered) {
        this(uri, visitor, TraceContext.of(headers), answered);
    }

    void writeTo(MultiMap headers, HttpServerRequest request) {
        headers.set("X-Forwarded-For", visitor.forwardedFor());
        Door door = visitor.door();
        String scheme = request.isSSL() ? "https" : "http";
        headers.set("X-Forwarded-Proto", door.scheme() == null ? scheme : door.scheme());
        // HTTP/2 has no Host but an authority.
        String authority =
                request.authority() == null ? null : request.authority().toString();
        if (door.authority() != null || authority != null) {
            headers.set("X-Forwarded-Host", door.authority() == null ? authority : door.authority());
        }
        Via.add(headers, request.version());
        trace.writeTo(headers);
        headers.set(IdentityHeaders.ADDRESS, visitor.address());
        Caller caller = visitor.caller();
        if (caller != null) {
            headers.set(IdentityHeaders.USER, caller.user().toString());
            headers.set(IdentityHeaders.ROLES, String.join(",", caller.roles()));
        }
    }
}
