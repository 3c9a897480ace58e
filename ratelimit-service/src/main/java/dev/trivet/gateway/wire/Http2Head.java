package dev.trivet.gateway.wire;

import io.netty.handler.codec.http2.Http2Headers;

import java.nio.charset.StandardCharsets;

/** A request's pseudo-fields by RFC 9113 section 8.3.1, as strictly as a {@link RequestHead}. */
final class Http2Head {

    private Http2Head() {}

    /**
     * Says why a request is refused. Those without a method, a scheme or a path are not looked at: such streams Vert.x resets.
     *
     * @throws BadMessage when it is
     */
    static void check(Http2Headers headers, Bounds bounds) {
        if (headers.method() == null) {
            return;
        }
        String method = headers.method().toString();
        if (method.equals("CONNECT")) {
            throw new BadMessage(501, "there are no tunnels here");
        }
        byte[] bytes = (method + " ").getBytes(StandardCharsets.ISO_8859_1);
        if (RequestHead.endOfMethod(bytes, 0, bytes.length) != method.length()) {
            throw new BadMessage(400, "a method has no spaces");
        }
        if (headers.scheme() == null || headers.path() == null || headers.path().isEmpty()) {
            return;
        }
        Target.checkPath(headers.path().toString(), bounds);
        CharSequence host = headers.authority() == null ? headers.get("host") : headers.authority();
        Target.checkAuthority(host == null ? null : host.toString());
    }
}
