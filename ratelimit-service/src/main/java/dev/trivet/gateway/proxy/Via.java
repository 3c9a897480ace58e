package dev.trivet.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;

import java.util.List;

/** The proxies that a message came through (RFC 9110 section 7.6.3), among which the gateway is known by a pseudonym. */
public final class Via {

    private static final String NAME = "Via";
    private static final String PSEUDONYM = "trivet";

    /** One site may well stand behind another; a request that comes round for the sixth time goes in circles. */
    private static final int MOST_PASSAGES = 5;

    private Via() {}

    /** Whether the request has been here too often. */
    public static boolean isLoop(MultiMap request) {
        return passages(request.getAll(NAME)) > MOST_PASSAGES;
    }

    /**
     * Adds the gateway to those that the message came through.
     *
     * @param received the version of HTTP that the message came in
     */
    static void add(MultiMap headers, HttpVersion received) {
        String before = String.join(", ", headers.getAll(NAME));
        String own = version(received) + " " + PSEUDONYM;
        headers.set(NAME, before.isEmpty() ? own : before + ", " + own);
    }

    private static int passages(List<String> values) {
        int passages = 0;
        for (String value : values) {
            for (String hop : value.split(",")) {
                String[] parts = hop.trim().split("\\s+", 3);
                if (parts.length > 1 && parts[1].equalsIgnoreCase(PSEUDONYM)) {
                    passages++;
                }
            }
        }
        return passages;
    }

    private static String version(HttpVersion version) {
        return version == HttpVersion.HTTP_2 ? "2" : version == HttpVersion.HTTP_1_0 ? "1.0" : "1.1";
    }
}
