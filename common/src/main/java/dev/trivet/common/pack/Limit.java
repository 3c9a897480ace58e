package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.time.Duration;
import java.util.List;

/**
 * A rate limit as the pack declares it: which requests, who is counted, how many in what span.
 *
 * @param path pattern of the requests it counts; {@code {api}} and {@code {auth}} stand for the site's paths
 * @param methods HTTP methods it counts; empty for all
 * @param limit requests per window
 */
public record Limit(
        String path,
        List<String> methods,
        List<Key> key,
        Algorithm algorithm,
        int limit,
        Duration window,
        OnRedisFailure onRedisFailure) {

    public Limit {
        methods = methods == null ? List.of() : List.copyOf(methods);
        key = List.copyOf(key);
        algorithm = algorithm == null ? Algorithm.SLIDING : algorithm;
        onRedisFailure = onRedisFailure == null ? OnRedisFailure.LOCAL : onRedisFailure;
    }

    /** What tells one counted client from another. */
    public enum Key {
        @JsonProperty("address")
        ADDRESS,
        @JsonProperty("user")
        USER,
        @JsonProperty("endpoint")
        ENDPOINT
    }

    public enum Algorithm {
        /** So many from the first request on, then anew. */
        @JsonProperty("window")
        WINDOW,
        /** So many in any span of the window's length. */
        @JsonProperty("sliding")
        SLIDING,
        /** Evenly spaced with a burst of the whole limit: the generic cell rate algorithm of ITU-T I.371. */
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
