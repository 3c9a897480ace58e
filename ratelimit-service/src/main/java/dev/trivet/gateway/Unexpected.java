package dev.trivet.gateway;

import dev.trivet.common.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jboss.logging.Logger;

/**
 * What nobody has thought of. It is one line in the log, however often somebody finds out how to bring it about; the traces are
 * told at the level DEBUG.
 */
public final class Unexpected {

    private static final Logger LOG = Logger.getLogger(Unexpected.class);

    private Unexpected() {}

    /** Notes a failure, and says how a client is told of it. */
    public static HttpProblem problem(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        LOG.errorf("a request failed in the gateway: %s at %s", failure, trace.length == 0 ? "?" : trace[0]);
        LOG.debug("a request failed in the gateway", failure);
        return Problems.internal();
    }
}
