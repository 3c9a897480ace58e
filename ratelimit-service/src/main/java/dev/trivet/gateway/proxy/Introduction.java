package dev.trivet.gateway.proxy;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.token.Caller;
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
        headers.set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
        // HTTP/2 has no Host but an authority.
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
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
