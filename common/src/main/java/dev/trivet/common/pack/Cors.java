package dev.trivet.common.pack;

import java.time.Duration;
import java.util.List;

/**
 * Which other sites' pages may call this one from a browser, by the Fetch standard.
 *
 * @param origins such as {@code https://www.example.org}, or {@code *} alone for all
 * @param credentials whether calls may carry cookies
 * @param maxAge how long a browser may remember what it was allowed
 */
public record Cors(List<String> origins, boolean credentials, Duration maxAge) {

    public static final String ANY = "*";

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    public Cors {
        origins = origins == null ? List.of() : List.copyOf(origins);
        maxAge = maxAge == null ? REMEMBERED : maxAge;
    }
}
