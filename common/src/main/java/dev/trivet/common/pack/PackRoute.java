package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.time.Duration;
import java.util.List;

/**
 * Another service behind the gateway, as the pack declares it.
 *
 * @param path pattern of the requests that it gets
 * @param methods HTTP methods that it gets; empty for all
 * @param to its addresses
 * @param stripPrefix what is taken off a path's beginning before it is forwarded, or null
 * @param concurrency most requests at a time, or null for the gateway's own bound
 */
public record PackRoute(
        String path,
        List<String> methods,
        List<String> to,
        String stripPrefix,
        Token token,
        Priority priority,
        Integer concurrency,
        Timeouts timeouts) {

    public PackRoute {
        methods = methods == null ? List.of() : List.copyOf(methods);
        to = List.copyOf(to);
        token = token == null ? Token.OPTIONAL : token;
        priority = priority == null ? Priority.NORMAL : priority;
        timeouts = timeouts == null ? new Timeouts(null, null, null) : timeouts;
    }

    /** What the gateway makes of an access token on the way. */
    public enum Token {
        @JsonProperty("none")
        NONE,
        @JsonProperty("optional")
        OPTIONAL,
        @JsonProperty("required")
        REQUIRED
    }

    /** Who is refused first when there is too much, the first of these. */
    public enum Priority {
        @JsonProperty("low")
        LOW,
        @JsonProperty("normal")
        NORMAL,
        @JsonProperty("high")
        HIGH
    }

    /**
     * How long it may take; null for the gateway's own.
     *
     * @param answer from when it has the whole request until its answer begins
     * @param idle without a byte in either direction
     * @param total the whole exchange
     */
    public record Timeouts(Duration answer, Duration idle, Duration total) {}
}
