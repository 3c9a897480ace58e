package dev.trivet.gateway.wire;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.ProblemAnswer;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What the router itself refuses, as problems; it would answer with a status and nothing else. */
@Singleton
class RouterProblems {

    private final ProblemAnswer problems;

    RouterProblems(ProblemAnswer problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.errorHandler(400, context -> answer(context, Problems.badRequest("the request cannot be understood")));
        router.errorHandler(404, context -> answer(context, Problems.notFound("nothing answers at this path")));
    }

    private void answer(RoutingContext context, HttpProblem problem) {
        if (!context.response().headWritten() && !context.response().closed()) {
            problems.send(context.request(), problem);
        }
    }
}
