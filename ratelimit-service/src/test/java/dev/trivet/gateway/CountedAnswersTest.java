package dev.trivet.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Limits that count some answers only, from a request to the upstream's answer. */
@QuarkusTest
@TestProfile(CountedAnswersTest.OwnPack.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class CountedAnswersTest {

    private static final Path PACK = Path.of("target/counted-answers.yaml");
    private static final String LIMITS = "\nlimits:\n";

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    /** Lok'Room's pack, with a limit on sign-ins that fail and one on registrations that do not. */
    public static final class OwnPack implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                String pack = Files.readString(Path.of("../packs/lokroom.yaml"));
                Files.writeString(PACK, pack.replace(LIMITS, LIMITS + """
                          failures: { path: "{auth}/refresh", key: [address], limit: 3, window: 1h, counts: [401] }
                          successes: { path: "{auth}/register", key: [address], limit: 3, window: 1h, counts: [200] }
                        """));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("trivet.pack", PACK.toString());
        }
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    /** What is given back comes behind the answer, so the next request may be a little early. */
    @Test
    void whatIsAnsweredOtherwiseIsGivenBack() {
        for (int i = 0; i < 20; i++) {
            await().until(() -> given().post("/api/auth/refresh").statusCode() == 200);
        }
    }

    @Test
    void whatCountsStaysCounted() {
        for (int i = 0; i < 3; i++) {
            given().post("/api/auth/register").then().statusCode(200);
        }

        given().post("/api/auth/register").then().statusCode(429).body("violated-policies", contains("successes"));
    }
}
