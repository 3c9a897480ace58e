package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.stack.Doors.Visit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everybody is signed in and Redis forgets all of them: nobody is signed out, and PostgreSQL is asked about each of them
 * about once a gateway, over no more connections than the pool has.
 *
 * <p>{@code ./trivet prove} runs this with ten thousand people.
 */
@ExtendWith(SharedTwoGateways.class)
class RedisFlushedIT {

    private static final int PEOPLE = Integer.getInteger("trivet.revocation.live", 500);
    private static final int ROUNDS = 4;
    private static final int SOME = 50;
    private static final int AT_ONCE = 8;
    private static final int LOOK_EVERY_MILLIS = 10;

    /** A session's state as session-service asks for it, and whose. */
    private static final Pattern STATE_READ =
            Pattern.compile("left join session s on s\\.id = [^;]*?arameters: [^\n]*?'([0-9a-f-]{36})'");

    private static TwoGateways site;

    @BeforeAll
    static void take(TwoGateways shared) {
        site = shared;
        site.changeRedis();
    }

    @Test
    void nobodyIsSignedOutAndPostgresIsAskedOnceForEachAtEachGateway() throws Exception {
        List<Guest> people = site.signIn(PEOPLE);
        site.introduce(people);
        long logged = forget(people.get(0));

        List<Visit> visits = new ArrayList<>();
        Map<String, Integer> most;
        try (var looking = new MostConnections()) {
            for (int round = 0; round < ROUNDS; round++) {
                visits.addAll(site.doors().visits(people));
            }
            most = looking.byName;
        }

        Map<UUID, Integer> reads = stateReads(logged);
        int total = reads.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "Redis flushed under %,d people: %,d requests, %,d let in; %,d state reads for %,d people, %d at most for"
                        + " one; at most %s connections%n",
                PEOPLE,
                visits.size(),
                visits.stream().filter(Visit::isLetIn).count(),
                total,
                reads.size(),
                reads.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                most);
        assertThat(visits.stream().filter(visit -> !visit.isLetIn()).count()).isZero();
        // About: where Redis is late for one answer, a gateway asks once more.
        assertThat(total).isBetween(PEOPLE, PEOPLE * site.doors().count() * 5 / 4);
        assertThat(most).isNotEmpty().allSatisfy((name, connections) -> assertThat(connections)
                .isLessThanOrEqualTo(TwoGateways.POOL));
    }

    /** A page sends many calls at once. Those that come together share a question. */
    @Test
    void aBurstOfRequestsAsksAboutOnceAtEachGateway() throws Exception {
        List<Guest> people = site.signIn(SOME);
        site.introduce(people);
        long logged = forget(people.get(0));

        List<Visit> visits = Doors.all(people.stream()
                .flatMap(guest -> Stream.generate(() -> guest).limit(AT_ONCE))
                .flatMap(site.doors()::visitEverywhere));

        int total =
                stateReads(logged).values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "Redis flushed, %d requests at once of each of %d people at each gateway: %,d state reads%n",
                AT_ONCE, SOME, total);
        assertThat(visits.stream().filter(visit -> !visit.isLetIn()).count()).isZero();
        // About: on a busy machine a burst takes longer than a question is shared. Unshared there were five times as
        // many.
        assertThat(total).isBetween(SOME, SOME * site.doors().count() * 2);
    }

    /** Looks again and again how many connections each session-service has to PostgreSQL, and keeps the most. */
    private static final class MostConnections implements AutoCloseable {

        private static final String SELECT = "select application_name, count(*) from pg_stat_activity"
                + " where application_name in ('" + TwoGateways.peopleInDatabase(0) + "', '"
                + TwoGateways.peopleInDatabase(1) + "') group by 1";

        private final Map<String, Integer> byName = new ConcurrentHashMap<>();
        private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
        private final Connection connection;

        MostConnections() throws SQLException {
            connection = site.database();
            looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void look() {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(SELECT)) {
                while (rows.next()) {
                    byName.merge(rows.getString(1), rows.getInt(2), Math::max);
                }
            } catch (SQLException e) {
                // The connection is closed: it was looked often enough.
                looking.shutdown();
            }
        }

        @Override
        public void close() throws SQLException {
            looking.shutdownNow();
            connection.close();
        }
    }

    /** Has PostgreSQL log every statement, and Redis forget everybody; returns where in the log that was. */
    private static long forget(Guest guest) throws SQLException, IOException {
        try (Connection connection = site.database();
                var statement = connection.createStatement()) {
            statement.execute("alter system set log_statement = 'all'");
            statement.execute("select pg_reload_conf()");
        }
        await().until(() -> {
            long before = Files.size(site.databaseLog());
            flush();
            site.doors().visits(List.of(guest));
            return !stateReads(before).isEmpty();
        });
        long logged = Files.size(site.databaseLog());
        flush();
        return logged;
    }

    private static void flush() {
        try (Jedis jedis = site.redis().connect()) {
            jedis.flushAll();
        }
    }

    private static Map<UUID, Integer> stateReads(long from) throws IOException {
        byte[] log = Files.readAllBytes(site.databaseLog());
        Matcher found = STATE_READ.matcher(new String(log, (int) from, log.length - (int) from));
        Map<UUID, Integer> reads = new HashMap<>();
        while (found.find()) {
            reads.merge(UUID.fromString(found.group(1)), 1, Integer::sum);
        }
        return reads;
    }
}
