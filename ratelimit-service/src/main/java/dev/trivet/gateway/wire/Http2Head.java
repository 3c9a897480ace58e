package dev.trivet.gateway.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request's head by RFC 9113 section 8.3.1, as strictly as a {@link RequestHead}; its line is as long as it would be in
 * HTTP/1.1.
 */
final class Http2Head {

    private static final int AROUND_METHOD_AND_PATH = "  HTTP/1.1".length();

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
        if (method.length() + headers.path().length() + AROUND_METHOD_AND_PATH > bounds.requestLine()) {
            throw RequestHead.tooLongALine(bounds);
        }
        if (fields(headers) > bounds.fields()) {
            throw FieldLines.tooMany(bounds.fields());
        }
        Target.checkPath(headers.path().toString());
        CharSequence host = headers.authority() == null ? headers.get("host") : headers.authority();
        Target.checkAuthority(host == null ? null : host.toString());
    }

    /** Clients may send each cookie in a field of its own (RFC 9113 section 8.2.3); they are one. */
    private static int fields(Http2Headers headers) {
        int fields = 0;
        int cookies = 0;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            if (HttpHeaderNames.COOKIE.contentEquals(field.getKey())) {
                cookies = 1;
            } else if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(field.getKey())) {
                fields++;
            }
        }
        return fields + cookies;
    }
}
