package dev.trivet.gateway.admission;

import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.limit.Decision;
import io.quarkiverse.resteasy.problem.HttpProblem;

import java.util.Optional;

/**
 * What was decided about a request.
 *
 * @param visitor who asked
 * @param limits what its limits said, which clients are told either way
 * @param refusal why it may not pass, if it may not
 */
public record Ruling(Visitor visitor, Decision limits, Optional<HttpProblem> refusal) {}
