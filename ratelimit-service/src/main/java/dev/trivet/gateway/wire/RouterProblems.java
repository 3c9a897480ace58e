package dev.trivet.gateway.wire;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.Unexpected;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What the router refuses, and what fails anywhere under it, as problems. Vert.x would answer with a status and nothing else, and
 * Quarkus in a format of its own, with a stack trace in the log for each request.
 */
@Singleton
class RouterProblems {

    private final ProblemAnswer problems;

    RouterProblems(ProblemAnswer problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.errorHandler(400, this::fail);
        router.errorHandler(404, context -> answer(context, Problems.notFound("nothing answers at this path")));
        router.errorHandler(500, this::fail);
        // Behind the failure handlers of single calls, and right ahead of Quarkus' own.
        router.route().order(Integer.MAX_VALUE - 1).failureHandler(this::fail);
    }

    private void fail(RoutingContext context) {
        answer(context, problem(context.failure(), context.statusCode()));
    }

    /**
     * @param status -1 when only the failure says
     */
    private static HttpProblem problem(Throwable failure, int status) {
        if (failure instanceof HttpProblem known) {
            return known;
        }
        int said = failure instanceof HttpException exception ? exception.getStatusCode() : status;
        return switch (said) {
            case 404 -> Problems.notFound("nothing answers at this path");
            case 413 -> Problems.tooLarge("the body is too long");
            case -1, 500 -> Unexpected.problem(failure == null ? new IllegalStateException("status 500") : failure);
            default ->
                said < 500
                        ? Problems.badRequest("the request cannot be understood")
                        : Unexpected.problem(failure == null ? new IllegalStateException("status " + said) : failure);
        };
    }

    private void answer(RoutingContext context, HttpProblem problem) {
        if (!context.response().headWritten() && !context.response().closed()) {
            problems.send(context.request(), problem);
        }
    }
}
