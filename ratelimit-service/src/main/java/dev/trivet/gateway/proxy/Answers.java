package dev.trivet.gateway.proxy;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** What an upstream's answer says by its head alone. */
final class Answers {

    static final String EVENT_STREAM = "text/event-stream";

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_ERROR = 400;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    private Answers() {}

    static boolean isSwitch(HttpClientResponse answer) {
        return answer.statusCode() == SWITCHING_PROTOCOLS;
    }

    /**
     * Whether an answer says that the target cannot serve just now. A 503 that says when to come again is a service that
     * is well and means it, such as one whose database is away.
     */
    static boolean cannotServe(HttpClientResponse answer) {
        return answer.statusCode() == BAD_GATEWAY
                || answer.statusCode() == GATEWAY_TIMEOUT
                || (answer.statusCode() == UNAVAILABLE && answer.getHeader(HttpHeaders.RETRY_AFTER) == null);
    }

    /** Whether the target closes the connection after it, though nothing has gone wrong. */
    static boolean isLast(HttpClientResponse answer) {
        String connection = answer.statusCode() < FIRST_ERROR ? answer.getHeader(HttpHeaders.CONNECTION) : null;
        return connection != null && connection.equalsIgnoreCase("close");
    }

    static boolean isEventStream(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(EVENT_STREAM);
    }
}
