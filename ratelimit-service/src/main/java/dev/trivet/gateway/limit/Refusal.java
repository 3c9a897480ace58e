package dev.trivet.gateway.limit;

import dev.trivet.common.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;

import java.util.Optional;

/** What is answered when limits stand in a request's way. */
public final class Refusal {

    /** As draft-ietf-httpapi-ratelimit-headers names it. */
    private static final String VIOLATED = "violated-policies";

    private static final int AWAY_SECONDS = 1;

    private Refusal() {}

    /** The problem to answer with: 429 for a limit that is reached, 503 for one that nobody can count at the moment. */
    public static Optional<HttpProblem> by(Decision limits) {
        if (limits.unavailable()) {
            return Optional.of(Problems.unavailable("this cannot be counted at the moment; try again", AWAY_SECONDS));
        }
        if (limits.allowed()) {
            return Optional.empty();
        }
        long seconds = limits.retryAfterSeconds();
        String name = limits.tightest().orElseThrow().rule().name();
        HttpProblem reached = Problems.tooManyRequests(
                "the limit \"" + name + "\" is reached; try again in " + seconds + " s", seconds);
        return Optional.of(
                HttpProblem.builder(reached).with(VIOLATED, limits.violated()).build());
    }
}
