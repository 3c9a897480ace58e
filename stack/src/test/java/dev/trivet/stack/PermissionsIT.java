package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** What an administrator grants and revokes binds on every replica of api-service, whatever Redis is doing meanwhile. */
class PermissionsIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Fleet fleet;
    private static String user;

    @BeforeAll
    static void start() throws Exception {
        fleet = Fleet.lokroom(2, Map.of());
        user = fleet.signIn("user@example.org");
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @BeforeEach
    void nobodyButAdministratorsMay() throws Exception {
        membersMay("");
        await().until(() -> answers(403));
    }

    @Test
    void aGrantAndItsRevocationBindOnEveryReplicaWithinASecond() throws Exception {
        membersMay("\"cache:admin\"");
        withinASecond().until(() -> answers(200));

        membersMay("");
        withinASecond().until(() -> answers(403));
    }

    /** What Redis had is believed again by api-service as soon as it is back, so the drop must have been kept for it. */
    @Test
    void aRevocationThatRedisMissedBindsWhenItIsBack() throws Exception {
        membersMay("\"cache:admin\"");
        await().until(() -> answers(200));
        fleet.redis().pause();
        try {
            membersMay("");
            // Its figures are in Redis, so those who may are told that it is away.
            withinASecond().until(() -> answers(403));
        } finally {
            fleet.redis().resume();
        }

        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).until(() -> answers(403));
    }

    @Test
    void aRevocationBindsWhileRedisIsDeadToo() throws Exception {
        membersMay("\"cache:admin\"");
        await().until(() -> answers(200));

        fleet.redis().kill();
        membersMay("");
        withinASecond().until(() -> answers(403));

        fleet.redis().start();
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(8)).until(() -> answers(403));
    }

    private static ConditionFactory withinASecond() {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(1));
    }

    /** Whether all replicas answer so to a call that needs {@code cache:admin}. */
    private static boolean answers(int status) throws IOException, InterruptedException {
        for (Fleet.Member member : fleet.members()) {
            if (send("GET", member.port(), "/api/cache/stats", user, null) != status) {
                return false;
            }
        }
        return true;
    }

    private static void membersMay(String permissions) throws IOException, InterruptedException {
        int status = send(
                "PATCH",
                fleet.peoplePort(),
                "/api/auth/admin/roles/member",
                fleet.token(),
                "{\"permissions\": [" + permissions + "]}");
        assertThat(status).isEqualTo(200);
    }

    private static int send(String method, int port, String path, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }
}
