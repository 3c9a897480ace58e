package dev.trivet.common.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.LogRecord;

class DatabaseNoiseTest {

    private final DatabaseNoise filter = new DatabaseNoise();

    @Test
    void aStartThatEndsSincePostgresIsNotToBeHadIsToldInASentence() {
        LogRecord entry = failedStart(new SQLException("SSL error: PKIX path building failed", "08006"));

        assertThat(filter.isLoggable(entry)).isTrue();
        assertThat(entry.getThrown()).isNull();
        assertThat(entry.getMessage())
                .isEqualTo(
                        "PostgreSQL cannot be used as DATABASE_URL and DATABASE_CA say: SSL error: PKIX path building"
                                + " failed");
    }

    @Test
    void anythingElseKeepsItsTrace() {
        LogRecord entry = failedStart(new SQLException("relation \"session\" already exists", "42P07"));

        assertThat(filter.isLoggable(entry)).isTrue();
        assertThat(entry.getThrown()).isNotNull();
    }

    @Test
    void aPoolThatHasTimedOutIsNotToldTwice() {
        LogRecord entry = new LogRecord(Level.SEVERE, "Unhandled exception");
        entry.setThrown(new IllegalStateException("Result is already complete: failed"));

        assertThat(filter.isLoggable(entry)).isFalse();
    }

    private static LogRecord failedStart(Exception cause) {
        LogRecord entry = new LogRecord(Level.SEVERE, "Failed to start application");
        entry.setLoggerName("io.quarkus.runtime.Application");
        entry.setThrown(new RuntimeException("Failed to start quarkus", new IllegalStateException(cause)));
        return entry;
    }
}
