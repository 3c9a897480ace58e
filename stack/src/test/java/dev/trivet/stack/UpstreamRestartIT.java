package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.stack.Fleet.Member;
import dev.trivet.stack.SteadyLoad.Reply;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Two replicas of api-service behind one gateway, restarted in turn while people read, and raise a counter, which nobody may do
 * twice for them. What PostgreSQL has counted is the judge.
 */
class UpstreamRestartIT {

    private static final String READ = "/api/v1/events?limit=1";
    private static final String WRITE = "/api/v1/stats/visitors";
    private static final int PER_SECOND = 25;
    private static final int ENOUGH = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Fleet fleet;
    private static Member gateway;
    private static SteadyLoad load;

    @BeforeAll
    static void start() {
        fleet = Fleet.of("zenbali", 2, Map.of("QUARKUS_SHUTDOWN_DELAY", "1s", "QUARKUS_SHUTDOWN_TIMEOUT", "4s"));
        gateway = fleet.gateway();
        load = new SteadyLoad(List.of(gateway.port()));
    }

    @AfterAll
    static void stop() {
        load.close();
        fleet.close();
    }

    @Test
    void nobodyNoticesThatReplicasAreReplaced() throws SQLException {
        long before = counted();
        begin();
        for (Member member : fleet.members()) {
            awaitMore(member);
            member.service().close();
            startAgain(member);
        }
        List<Reply> replies = load.end();

        report("restarted in turn", replies);
        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(counted() - before).isEqualTo(writes(replies));
    }

    @Test
    void ofAReplicaThatIsKilledOnlyWritesUnderWayAreInDoubt() throws SQLException {
        long before = counted();
        Member killed = fleet.members().get(0);
        begin();
        awaitMore(killed);
        killed.service().kill();
        long gone = System.nanoTime();
        startAgain(killed);
        awaitMore(killed);
        List<Reply> replies = load.end();

        report("killed", replies);
        assertThat(replies)
                .filteredOn(reply -> reply.path().equals(READ))
                .extracting(Reply::status)
                .containsOnly(200);
        List<Reply> doubtful =
                replies.stream().filter(reply -> reply.status() != 200).toList();
        assertThat(doubtful).allMatch(reply -> reply.status() == 502 && reply.began() < gone);
        long sure = writes(replies) - doubtful.size();
        assertThat(counted() - before).isBetween(sure, sure + doubtful.size());
    }

    private static void begin() {
        load.begin(HttpMethod.GET, List.of(READ), PER_SECOND);
        load.begin(HttpMethod.POST, List.of(WRITE), PER_SECOND);
    }

    /** As a deployment does it: the next one goes when this one is ready, whether the gateway has noticed or not. */
    private static void startAgain(Member member) {
        member.service().start();
        Fleet.awaitReady(member.service());
    }

    private static void awaitMore(Member member) {
        long before = answered(member);
        await().atMost(PATIENCE).until(() -> answered(member) >= before + ENOUGH);
    }

    /** Requests that a replica has answered, as the gateway has counted. */
    private static long answered(Member member) {
        String series = "trivet_gateway_upstream_attempts_total{outcome=\"answered\",target=\"127.0.0.1:"
                + member.port() + "\",upstream=\"api-service\"}";
        return Fleet.metrics(gateway)
                .lines()
                .filter(line -> line.startsWith(series))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(value -> (long) Double.parseDouble(value))
                .sum();
    }

    private static long writes(List<Reply> replies) {
        return replies.stream().filter(reply -> reply.path().equals(WRITE)).count();
    }

    /** Of all days: one may end while this runs. */
    private static long counted() throws SQLException {
        try (Connection connection = fleet.database();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery(
                        "select coalesce(sum(value), 0) from content.counter where name = 'visitors'")) {
            sum.next();
            return sum.getLong(1);
        }
    }

    private static void report(String what, List<Reply> replies) {
        System.out.println("upstreams " + what + ": "
                + replies.stream().collect(Collectors.groupingBy(Reply::status, TreeMap::new, Collectors.counting())));
    }
}
