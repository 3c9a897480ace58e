package dev.trivet.session.signin;

import static dev.trivet.session.People.SEEDED;
import static dev.trivet.session.People.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** Sessions as VTP has them: seven days, extended by use, ninety days at most. */
@QuarkusTest
@TestProfile(LivesOfSessionsTest.Vtp.class)
@QuarkusTestResource(TestServers.class)
class LivesOfSessionsTest {

    @Inject
    People people;

    public static class Vtp implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trivet.pack", "../packs/vtp.yaml");
        }
    }

    @Test
    void useExtendsASession() {
        JsonPath session = signIn();
        assertLives(session, Duration.ofDays(7));
        letPass(session, 6);

        JsonPath used = call("refresh", Map.of("refreshToken", session.getString("refreshToken")))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertLives(used, Duration.ofDays(7));
    }

    @Test
    void onlyUpToItsAbsoluteEnd() {
        JsonPath session = signIn();
        letPass(session, 6);
        people.rows("update session set absolute_at = now() + interval '2 days' where id = $1", id(session));

        JsonPath used = call("refresh", Map.of("refreshToken", session.getString("refreshToken")))
                .statusCode(200)
                .extract()
                .jsonPath();

        assertLives(used, Duration.ofDays(2));
    }

    @Test
    void aSessionThatLayUnusedIsOver() {
        JsonPath session = signIn();
        letPass(session, 8);

        call("refresh", Map.of("refreshToken", session.getString("refreshToken")))
                .statusCode(401);
        with(session).get("/api/v1/auth/me").then().statusCode(401);
    }

    @Test
    void aTokenDoesNotOutliveItsSession() {
        JsonPath session = signIn();
        people.rows("update session set absolute_at = now() + interval '1 minute' where id = $1", id(session));

        long expiresIn = call("refresh", Map.of("refreshToken", session.getString("refreshToken")))
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("expiresIn");

        assertThat(expiresIn).isBetween(1L, 60L);
    }

    private static ValidatableResponse call(String path, Map<String, String> body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/v1/auth/" + path)
                .then();
    }

    private static JsonPath signIn() {
        return call("login", Map.of("email", "user@example.org", "password", SEEDED))
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void letPass(JsonPath session, int days) {
        people.rows(
                "update session set created_at = created_at - d, rotated_at = rotated_at - d, expires_at = expires_at - d,"
                        + " absolute_at = absolute_at - d from (select $2::int * interval '1 day' as d) passed where id = $1",
                id(session),
                days);
    }

    private static UUID id(JsonPath session) {
        return UUID.fromString(session.getString("session.id"));
    }

    private static void assertLives(JsonPath session, Duration life) {
        assertThat(Instant.parse(session.getString("session.expiresAt")))
                .isCloseTo(Instant.now().plus(life), within(5, ChronoUnit.MINUTES));
    }
}
