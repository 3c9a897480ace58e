package dev.trivet.common.database;

import dev.trivet.common.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers 503 instead of 500 when PostgreSQL is not there: that is nobody's bug, it passes, and a stack trace for each
 * request would bury what matters. A line in half a minute tells the operator.
 */
@ApplicationScoped
class DatabaseAway implements ProblemPostProcessor {

    private static final Logger LOG = Logger.getLogger(DatabaseAway.class);

    /** SQLSTATE classes of a server that goes, comes, has no room or lets nobody in: connection, authorization, catalog, resources, operator intervention. */
    private static final Set<String> AWAY = Set.of("08", "28", "3D", "53", "57");

    /** SQLSTATE classes of values that PostgreSQL cannot take, such as a text too long for an index: the client's doing. */
    private static final Set<String> REFUSED = Set.of("22", "54");

    /** Before the log of failures, which would write a stack trace. */
    private static final int BEFORE_THE_LOG = 300;

    private static final long TELL_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final AtomicLong toldNanos = new AtomicLong(System.nanoTime() - TELL_AGAIN_NANOS);

    @Override
    public int priority() {
        return BEFORE_THE_LOG;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (context.cause instanceof DatabaseException refused && isOfClass(refused, REFUSED)) {
            return Problems.badRequest("a value is one that cannot be stored");
        }
        if (problem.getStatusCode() != 500 || !isAway(context.cause)) {
            return problem;
        }
        long now = System.nanoTime();
        long before = toldNanos.get();
        if (now - before > TELL_AGAIN_NANOS && toldNanos.compareAndSet(before, now)) {
            LOG.warnf("PostgreSQL does not answer: %s", context.cause.getMessage());
        }
        return Problems.unavailable("the database does not answer; try again", 1);
    }

    private static boolean isOfClass(DatabaseException refused, Set<String> classes) {
        return isOfClass(refused.getSqlState(), classes);
    }

    private static boolean isOfClass(String state, Set<String> classes) {
        return state != null && state.length() == 5 && classes.contains(state.substring(0, 2));
    }

    /** Whether that is the SQLSTATE of a server that is away or lets nobody in. */
    static boolean isAway(String state) {
        return isOfClass(state, AWAY);
    }

    /** What the pool says to whom it has no connection to give in time. */
    private static boolean isOfThePool(Throwable cause) {
        return cause instanceof NoStackTraceThrowable && "Timeout".equals(cause.getMessage());
    }

    static boolean isAway(Throwable cause) {
        if (cause instanceof DatabaseException refused) {
            return isOfClass(refused, AWAY);
        }
        return cause instanceof IOException || cause instanceof VertxException || isOfThePool(cause);
    }
}
