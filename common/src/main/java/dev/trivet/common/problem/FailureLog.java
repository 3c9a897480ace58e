package dev.trivet.common.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.concurrent.CancellationException;

/**
 * Logs the failures that are ours: 500, with the stack trace that tells where. What a client did wrong, and what is
 * merely away, a client that went before its answer, is answered and not logged; the library's own log, which would, is turned off.
 */
@ApplicationScoped
class FailureLog implements ProblemPostProcessor {

    private static final Logger LOG = Logger.getLogger(FailureLog.class);

    /** After all that may turn a 500 into something else. */
    private static final int LATE = 150;

    @Override
    public int priority() {
        return LATE;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getStatusCode() == 500 && !(context.cause instanceof CancellationException)) {
            LOG.errorf(context.cause, "a request to %s failed", problem.getInstance());
        }
        return problem;
    }
}
