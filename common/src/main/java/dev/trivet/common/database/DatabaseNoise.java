package dev.trivet.common.database;

import io.quarkus.logging.LoggingFilter;

import java.sql.SQLException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/**
 * Keeps two stack traces out of the log. Vert.x' SQL pool completes a request for a connection twice when it has timed
 * out, which says nothing that {@link DatabaseAway} does not, and says it by the dozen while PostgreSQL is away. And a start
 * that ends since PostgreSQL is away or lets nobody in is told in a sentence.
 */
@LoggingFilter(name = "database-noise")
public final class DatabaseNoise implements Filter {

    /** Quarkus' own. */
    private static final String STARTS = "io.quarkus.runtime.Application";

    @Override
    public boolean isLoggable(LogRecord entry) {
        Throwable thrown = entry.getThrown();
        if (STARTS.equals(entry.getLoggerName())) {
            causes(thrown)
                    .filter(cause ->
                            cause instanceof SQLException refused && DatabaseAway.isAway(refused.getSQLState()))
                    .findFirst()
                    .ifPresent(refused -> {
                        entry.setMessage("PostgreSQL cannot be used as DATABASE_URL and DATABASE_CA say: "
                                + refused.getMessage());
                        entry.setThrown(null);
                    });
            return true;
        }
        return !(thrown instanceof IllegalStateException
                && String.valueOf(thrown.getMessage()).startsWith("Result is already complete"));
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
