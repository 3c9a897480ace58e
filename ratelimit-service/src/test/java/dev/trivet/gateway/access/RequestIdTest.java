package dev.trivet.gateway.access;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.matchesPattern;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;

/** Every answer has a name, and a stranger does not choose it. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class RequestIdTest {

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @Test
    void answersAndRefusalsHaveAName() {
        for (String path : new String[] {"/api/auth/me", "/api/listings", "/nothing", "/health"}) {
            given().header("X-Request-Id", "chosen-by-a-stranger")
                    .get(path)
                    .then()
                    .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"));
        }
    }

    @Test
    void whatBecameOfRequestsIsCounted() {
        given().get("/api/auth/me").then().statusCode(200);
        String figures = given().get(readiness.toString().replace("/health/readiness", "/metrics"))
                .asString();

        org.assertj.core.api.Assertions.assertThat(figures)
                .contains("trivet_gateway_answers_seconds_count{status=\"2xx\",upstream=\"session-service\"}");
    }
}
