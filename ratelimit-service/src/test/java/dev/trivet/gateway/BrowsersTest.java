package dev.trivet.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.Map;

/** What a page of another site gets to see. */
@QuarkusTest
@TestProfile(BrowsersTest.OnePage.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class BrowsersTest {

    private static final String PAGE = "https://www.example.org";
    private static final String LOGIN = "/api/auth/login";

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    public static class OnePage implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trivet.gateway.cors.origins", PAGE);
        }
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    /** Ten sign-ins a minute are allowed; whoever asks first must not have used them up. */
    @Test
    void aPreflightIsAnsweredHereAndCostsNothing() {
        for (int i = 0; i < 30; i++) {
            given().header("Origin", PAGE)
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization")
                    .options(LOGIN)
                    .then()
                    .statusCode(204)
                    .header("Access-Control-Allow-Origin", PAGE)
                    .header("Access-Control-Allow-Methods", containsString("POST"))
                    .header("Access-Control-Allow-Headers", "authorization")
                    .header("Vary", containsString("Origin"))
                    .header("X-RateLimit-Limit", nullValue());
        }
        given().header("Origin", PAGE).post(LOGIN).then().statusCode(200).header("X-RateLimit-Remaining", "9");
    }

    @Test
    void otherPagesAreToldNothing() {
        given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "GET")
                .options("/api/listings")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", "https://evil.example")
                .get("/api/auth/me")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Vary", equalTo("Origin"));
    }

    @Test
    void refusalsCanBeReadToo() {
        readable("/nothing", 404);
        readable("/api/auth/me", 401);
        readable("/api/listings", 401);
        given().header("Origin", PAGE)
                .get("/api/listings")
                .then()
                .statusCode(503)
                .header("Access-Control-Allow-Origin", PAGE);
    }

    private static void readable(String path, int status) {
        given().header("Origin", PAGE)
                .header("Authorization", "Bearer nonsense")
                .get(path)
                .then()
                .statusCode(status)
                .header("Access-Control-Allow-Origin", PAGE)
                .header("Access-Control-Expose-Headers", containsString("Retry-After"))
                .header("X-Content-Type-Options", "nosniff");
    }

    @Test
    void everyAnswerIsSafeForBrowsers() {
        given().get("/health")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Server", nullValue())
                .header("Strict-Transport-Security", nullValue());
    }
}
