package dev.trivet.session.signin;

import static dev.trivet.session.People.SEEDED;
import static dev.trivet.session.People.call;
import static dev.trivet.session.People.refresh;
import static dev.trivet.session.People.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Sessions as De Koninklijke Loop has them: a day for visitors, two hours for whoever edits. */
@QuarkusTest
@TestProfile(LivesByRoleTest.Dkl25.class)
@QuarkusTestResource(TestServers.class)
class LivesByRoleTest {

    public static class Dkl25 implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trivet.pack", "../packs/dkl25.yaml");
        }
    }

    @Test
    void whoeverCanDoMoreSignsInMoreOften() {
        assertLives(People.signIn("user@example.org", SEEDED), Duration.ofHours(24));
        assertLives(People.signIn("admin@example.org", SEEDED), Duration.ofHours(2));
        call("login", Map.of("email", "user@example.org", "password", SEEDED))
                .body("expiresIn", org.hamcrest.Matchers.equalTo(20 * 60));
    }

    @Test
    void whoeverBecomesAnEditorHasAnEditorsSessionFromThenOn() {
        JsonPath person = People.signIn("other@example.org", SEEDED);
        JsonPath admin = People.signIn("admin@example.org", SEEDED);
        String id = with(person).get("/api/auth/me").jsonPath().getString("id");

        with(admin)
                .body(Map.of("roles", List.of("user", "editor")))
                .patch("/api/auth/admin/users/" + id)
                .then()
                .statusCode(200);

        assertLives(refresh(person.getString("refreshToken")).extract().jsonPath(), Duration.ofHours(2));
    }

    private static void assertLives(JsonPath session, Duration life) {
        assertThat(Instant.parse(session.getString("session.expiresAt")))
                .isCloseTo(Instant.now().plus(life), within(5, ChronoUnit.MINUTES));
    }
}
