package dev.trivet.gateway.limit;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.Limit;

import java.util.List;

/**
 * Who is counted.
 *
 * @param address the client's network address
 * @param user the signed-in user's id, or null
 * @param endpoint method and first segment below the site's root
 */
public record Subject(String address, String user, String endpoint) {

    private static final int BYTES = 12;

    /** One counter's name: hashed, so that nothing personal stands in Redis. */
    String hash(List<Limit.Key> parts) {
        StringBuilder text = new StringBuilder();
        for (Limit.Key part : parts) {
            text.append(
                    switch (part) {
                        case ADDRESS -> "a=" + address;
                        case USER -> user == null ? "a=" + address : "u=" + user;
                        case ENDPOINT -> "e=" + endpoint;
                    });
            text.append('\n');
        }
        return Digest.of(text.toString()).base64(BYTES);
    }
}
