package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import dev.trivet.stack.Fleet.Member;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Everybody wants what nobody has asked for yet: PostgreSQL is asked once, by one of the replicas. */
class ColdKeyIT {

    private static final int REQUESTS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(REQUESTS));
    private Fleet fleet;

    @BeforeEach
    void start() {
        // A missed deadline would be a load that is nobody's fault, and this machine is about to be busy.
        fleet = Fleet.lokroom(2, Map.of("TRIVET_REDIS_DEADLINE", "2s"));
    }

    @AfterEach
    void stop() {
        fleet.close();
        vertx.close();
    }

    @Test
    void itIsLoadedOnce() throws SQLException {
        UUID cold = Seed.itemId("lokroom", "amenities", 1);
        logStatements();
        List<Future<Integer>> answers = new ArrayList<>();
        try (Connection other = fleet.database();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            // Whoever loads has to wait until all have asked.
            statement.execute("lock table content.item in access exclusive mode");
            for (int i = 0; i < REQUESTS; i++) {
                Member member = fleet.members().get(i % fleet.members().size());
                answers.add(get(member, cold));
            }
            await().until(() -> beingAnswered() >= REQUESTS);
            other.commit();
        }

        assertThat(Future.all(answers)
                        .<Integer>map(all -> (int) all.<Integer>list().stream()
                                .filter(status -> status == 200)
                                .count())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join())
                .isEqualTo(REQUESTS);
        assertThat(loads(cold)).isEqualTo(1);
    }

    private Future<Integer> get(Member member, UUID id) {
        return client.request(HttpMethod.GET, member.port(), "127.0.0.1", "/api/amenities/" + id)
                .compose(request -> {
                    // Before it is sent: this may be another thread than the one that the answer arrives on.
                    Future<Integer> status = request.response()
                            .compose(response -> response.end().map(response.statusCode()));
                    request.send();
                    return status;
                });
    }

    /** Has PostgreSQL log every statement, and makes sure that both replicas' are. */
    private void logStatements() throws SQLException {
        try (Connection connection = fleet.database();
                var statement = connection.createStatement()) {
            statement.execute("alter system set log_statement = 'all'");
            statement.execute("select pg_reload_conf()");
        }
        for (int nth = 0; nth < fleet.members().size(); nth++) {
            Member member = fleet.members().get(nth);
            UUID another = Seed.itemId("lokroom", "amenities", 2 + nth);
            await().until(() -> get(member, another)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join()
                    == 200);
            await().until(() -> loads(another) == 1);
        }
    }

    /** How often the item was asked of PostgreSQL. */
    private long loads(UUID id) {
        return Pattern.compile("from item where site = \\$1 and type = \\$2 and id = \\$3\\R.*" + id)
                .matcher(fleet.databaseLog())
                .results()
                .count();
    }

    /** How many requests the replicas have begun to answer and not answered yet; this question may be among them. */
    private int beingAnswered() {
        return fleet.members().stream().mapToInt(ColdKeyIT::beingAnswered).sum();
    }

    private static int beingAnswered(Member member) {
        return Pattern.compile("^http_server_active_requests\\S* ([0-9]+)", Pattern.MULTILINE)
                .matcher(Fleet.metrics(member))
                .results()
                .mapToInt(metric -> Integer.parseInt(metric.group(1)))
                .sum();
    }
}
