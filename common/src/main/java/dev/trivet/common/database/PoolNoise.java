package dev.trivet.common.database;

import io.quarkus.logging.LoggingFilter;

import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps one stack trace out of the log: Vert.x' SQL pool completes a request for a connection twice when it has timed
 * out, which says nothing that {@link DatabaseAway} does not, and says it by the dozen while PostgreSQL is away.
 */
@LoggingFilter(name = "pool-noise")
public final class PoolNoise implements Filter {

    @Override
    public boolean isLoggable(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        return !(thrown instanceof IllegalStateException
                && String.valueOf(thrown.getMessage()).startsWith("Result is already complete"));
    }
}
