package dev.trivet.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What a client still sends of a request that has been answered already. It is read for a while, since a client that is cut off
 * while it sends may not see the answer, and then the client is cut off.
 */
public final class Leftover {

    private static final long LINGER_MILLIS = 2_000;
    private static final long NO_ERROR = 0;

    private Leftover() {}

    /** Reads what is left and throws it away. */
    public static void discard(HttpServerRequest request) {
        if (request.isEnded() || request.response().closed()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            // "Stop sending, all is well" (RFC 9113 section 8.1); nothing is sent when the request is whole.
            request.response().reset(NO_ERROR);
            return;
        }
        Context context = Vertx.currentContext();
        boolean more = request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        request.handler(null);
        request.exceptionHandler(null);
        if (more && context != null) {
            long late = context.owner()
                    .setTimer(LINGER_MILLIS, timer -> request.connection().close());
            request.endHandler(end -> context.owner().cancelTimer(late));
        }
        request.resume();
    }
}
