package dev.trivet.stack;

import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** What a replica waits for at its start, longer than a statement may take otherwise. */
class SecondReplicaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String WAITING = """
            select count(*) from pg_stat_activity
             where wait_event = 'advisory' and query like '%%%s%%' and now() - query_start > interval '1 second'
            """;

    @TempDir
    private Path logs;

    @Test
    void anotherReplicasIndexesAndSeedAreWaitedFor() throws Exception {
        try (Site site = Site.lokroom(Map.of());
                Connection first = database(site);
                Statement other = first.createStatement();
                Service second = site.stack()
                        .content()
                        .another(
                                Ports.free(),
                                Ports.free(),
                                logs,
                                Map.of("QUARKUS_DATASOURCE_REACTIVE_ADDITIONAL_PROPERTIES_STATEMENT_TIMEOUT", "300"))) {
            for (String lock : new String[] {"'indexes'", "'seed lokroom'"}) {
                other.execute("select pg_advisory_lock(hashtext(" + lock + "))");
            }
            second.start();

            for (String lock : new String[] {"indexes", "seed "}) {
                await().atMost(PATIENCE).until(() -> waits(other, lock));
                other.execute("select pg_advisory_unlock(hashtext('%s'))"
                        .formatted(lock.equals("indexes") ? lock : "seed lokroom"));
            }

            await().atMost(PATIENCE).until(second::isReady);
        }
    }

    private static boolean waits(Statement database, String lock) throws SQLException {
        try (ResultSet found = database.executeQuery(WAITING.formatted(lock))) {
            return found.next() && found.getInt(1) == 1;
        }
    }

    private static Connection database(Site site) throws SQLException {
        return DriverManager.getConnection(
                site.stack().postgres().url().replaceFirst("//.*@", "//").replaceFirst("^", "jdbc:")
                        + "?user=postgres&password=postgres");
    }
}
