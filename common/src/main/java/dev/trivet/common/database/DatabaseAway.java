package dev.trivet.common.database;

import dev.trivet.common.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;

import java.io.IOException;
import java.util.Set;

/**
 * Answers 503 instead of 500 when PostgreSQL is not there: that is nobody's bug, it passes, and a stack trace for each
 * request would bury what matters.
 */
@ApplicationScoped
class DatabaseAway implements ProblemPostProcessor {

    /** SQLSTATE classes of a server that goes, comes, or has no room: connection, resources, operator intervention. */
    private static final Set<String> AWAY = Set.of("08", "53", "57");

    /** Before the log of failures, which would write a stack trace. */
    private static final int BEFORE_THE_LOG = 300;

    @Override
    public int priority() {
        return BEFORE_THE_LOG;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        return problem.getStatusCode() == 500 && isAway(context.cause)
                ? Problems.unavailable("the database does not answer; try again", 1)
                : problem;
    }

    static boolean isAway(Throwable cause) {
        if (cause instanceof DatabaseException refused) {
            String state = refused.getSqlState();
            return state != null && state.length() == 5 && AWAY.contains(state.substring(0, 2));
        }
        return cause instanceof IOException || cause instanceof VertxException;
    }
}
