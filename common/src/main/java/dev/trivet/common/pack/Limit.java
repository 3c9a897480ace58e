package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A rate limit as the pack declares it: which requests, who is counted, how many in what span.
 *
 * @param path pattern of the requests it counts; {@code {api}} and {@code {auth}} stand for the site's paths. Null for a
 *     limit that only other services ask about
 * @param methods HTTP methods it counts; empty for all
 * @param limit requests per window
 * @param burst most requests at once under {@code gcra}
 * @param cost what a request counts for, by path pattern; 1 where none fits
 * @param block how long whoever exceeds it is refused, or null
 * @param shadow whether it only counts and reports
 * @param counts statuses of answers that stay counted; empty for all
 */
public record Limit(
        String path,
        List<String> methods,
        List<Key> key,
        Algorithm algorithm,
        int limit,
        Duration window,
        Integer burst,
        Map<String, Integer> cost,
        Duration block,
        boolean shadow,
        List<Integer> counts,
        OnRedisFailure onRedisFailure) {

    public Limit {
        methods = methods == null ? List.of() : List.copyOf(methods);
        key = key == null ? List.of() : List.copyOf(key);
        algorithm = algorithm == null ? Algorithm.SLIDING : algorithm;
        cost = cost == null ? Map.of() : cost;
        counts = counts == null ? List.of() : List.copyOf(counts);
        onRedisFailure = onRedisFailure == null ? OnRedisFailure.LOCAL : onRedisFailure;
    }

    /** The most requests that it ever admits at once. */
    public int capacity() {
        return algorithm == Algorithm.GCRA && burst != null ? burst : limit;
    }

    /**
     * One of the things that tell one counted client from another.
     *
     * @param header name of the header for {@link Part#HEADER}, else null
     */
    public record Key(Part part, String header) {

        private static final String HEADER = "header:";

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static Key of(String text) {
            return text.startsWith(HEADER)
                    ? new Key(Part.HEADER, text.substring(HEADER.length()))
                    : new Key(Part.valueOf(text.toUpperCase(Locale.ROOT)), null);
        }

        /** As the pack says it. */
        @Override
        public String toString() {
            return part == Part.HEADER ? HEADER + header : part.name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Part {
        ADDRESS,
        USER,
        SESSION,
        HEADER,
        ENDPOINT
    }

    public enum Algorithm {
        /** So many from the first request on, then anew. */
        @JsonProperty("window")
        WINDOW,
        /** So many in any span of the window's length. */
        @JsonProperty("sliding")
        SLIDING,
        /** Evenly spaced with a burst: the generic cell rate algorithm of ITU-T I.371. */
        @JsonProperty("gcra")
        GCRA
    }

    /** What becomes of a request while Redis does not answer. */
    public enum OnRedisFailure {
        @JsonProperty("local")
        LOCAL,
        @JsonProperty("open")
        OPEN,
        @JsonProperty("closed")
        CLOSED
    }
}
