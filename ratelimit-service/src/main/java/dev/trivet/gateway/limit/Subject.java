package dev.trivet.gateway.limit;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.Limit;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Who is counted.
 *
 * @param address the client's network address
 * @param user the signed-in user's id, or null
 * @param session the signed-in user's session, or null
 * @param endpoint method and first segment below the site's root
 * @param header tells the request's header of a name, or null
 */
public record Subject(String address, String user, String session, String endpoint, UnaryOperator<String> header) {

    private static final int LONGEST = 64;
    private static final int DIGEST_BYTES = 24;

    /**
     * What stands for the subject under a limit. Who lacks what a limit tells apart by is known by the address, so that
     * leaving out a token or a header is no way around.
     */
    String text(List<Limit.Key> parts) {
        StringBuilder text = new StringBuilder();
        for (Limit.Key part : parts) {
            text.append(
                    switch (part.part()) {
                        case ADDRESS -> byAddress();
                        case USER -> user == null ? byAddress() : "u=" + user;
                        case SESSION -> session == null ? byAddress() : "s=" + session;
                        case HEADER -> byHeader(part.header());
                        case ENDPOINT -> "e=" + endpoint;
                    });
            text.append('\n');
        }
        return text.toString();
    }

    /** A subject that another service has named. */
    public static String named(String key) {
        return "k=" + key;
    }

    private String byAddress() {
        return "a=" + address;
    }

    private String byHeader(String name) {
        String value = header.apply(name);
        if (value == null || value.isBlank()) {
            return byAddress();
        }
        // As long as a client likes, and remembered for as long as a refusal lasts.
        return value.length() <= LONGEST
                ? "h=" + value
                : "h#" + Digest.of(value).base64(DIGEST_BYTES);
    }
}
