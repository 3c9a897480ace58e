package dev.trivet.gateway.quota;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URL;
import java.util.UUID;

/** Asking about limits, and counting under them for other services. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class QuotaCallsTest {

    private static final String STATUS = "/ratelimit/status";
    private static final String CHECK = "/ratelimit/check";

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    private final String someone = UUID.randomUUID().toString();

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        people.saysActive(true);
    }

    @Test
    void theStatusTellsHowOneStandsAndSpendsNothing() {
        given().get("/api/auth/permissions").then().header("X-RateLimit-Remaining", "99");

        for (int i = 0; i < 3; i++) {
            given().queryParam("limit", "api")
                    .queryParam("path", "/api/auth/permissions")
                    .get(STATUS)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body(
                            "limits.name", contains("api"),
                            "limits[0].allowed", equalTo(true),
                            "limits[0].limit", equalTo(100),
                            "limits[0].window", equalTo(60),
                            "limits[0].remaining", equalTo(99),
                            "limits[0].reset", greaterThan(0),
                            "limits[0].retryAfter", equalTo(0));
        }
        given().get("/api/auth/permissions").then().header("X-RateLimit-Remaining", "98");
    }

    @Test
    void withoutANameAllLimitsAreTold() {
        given().get(STATUS).then().statusCode(200).body("limits.name", hasItems("api", "login"));
        given().queryParam("path", "/api/listings").get(STATUS).then().body("limits.name", contains("api"));
    }

    @Test
    void whoeverIsRefusedIsToldForHowLong() {
        for (int i = 0; i < 101; i++) {
            given().delete("/api/auth/online");
        }

        given().queryParam("method", "DELETE")
                .queryParam("path", "/api/auth/online")
                .get(STATUS)
                .then()
                .body(
                        "limits[0].allowed", equalTo(false),
                        "limits[0].remaining", equalTo(0),
                        "limits[0].retryAfter", greaterThan(0));
    }

    @Test
    void theStatusOfWhatIsNotThereIsNotFoundAndThatOfAWithdrawnTokenNotTold() {
        given().queryParam("limit", "nothing")
                .get(STATUS)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        people.saysActive(false);
        given().header("Authorization", "Bearer " + people.token(UUID.randomUUID(), UUID.randomUUID(), "member"))
                .get(STATUS)
                .then()
                .statusCode(401);
        given().queryParam("path", "/api/%2e%2e/x;y").get(STATUS).then().statusCode(400);
    }

    @Test
    void aServiceCountsUnderALimitAndIsAnsweredEitherWay() {
        for (int left = 8; left >= 0; left -= 2) {
            check(someone, 2).body("allowed", equalTo(true), "limit", equalTo(10), "remaining", equalTo(left));
        }

        check(someone, 1)
                .body(
                        "name", equalTo("login"),
                        "allowed", equalTo(false),
                        "remaining", equalTo(0),
                        "retryAfter", greaterThan(0),
                        "reset", greaterThan(0));
        check("somebody else", 1).body("allowed", equalTo(true));
    }

    @Test
    void whoeverDoesNotShowTheCredentialIsNotAnswered() {
        given().contentType("application/json")
                .body("{\"limit\": \"login\", \"key\": \"x\"}")
                .post(CHECK)
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        given().get(CHECK).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"limit": "nothing", "key": "a"}             | 404 | not-found
            {"limit": "login"}                           | 422 | invalid
            {"limit": "login", "key": 7}                 | 422 | invalid
            {"limit": "login", "key": " "}               | 422 | invalid
            {"limit": "login", "key": "a", "cost": 0}    | 422 | invalid
            {"limit": "login", "key": "a", "cost": 11}   | 422 | invalid
            {"limit": "login", "key": "a", "cost": 1.5}  | 422 | invalid
            {"limit": "login", "key": "a", "cost": "1"}  | 422 | invalid
            {"limit": "login", "key": "a", "cost": null} | 422 | invalid
            ["login"]                                    | 400 | bad-request
            {"limit":                                    | 400 | bad-request
            """)
    void aWrongQuestionIsToldWhy(String body, int status, String type) {
        ask(body).statusCode(status).body("type", endsWith(":" + type));
    }

    @Test
    void everyWrongFieldIsNamed() {
        ask("{\"cost\": -1}").statusCode(422).body("errors.field", hasItems("limit", "key", "cost"));
        ask("{\"limit\": \"login\", \"key\": \"a\", \"cost\": 11}").body("errors.field", hasItem("cost"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4_097, 1_000_000})
    void aLongBodyIsRefused(int length) {
        ask("{\"limit\": \"" + "x".repeat(length) + "\"}").statusCode(413).contentType("application/problem+json");
    }

    private ValidatableResponse check(String key, int cost) {
        return ask("{\"limit\": \"login\", \"key\": \"%s\", \"cost\": %d}".formatted(key, cost))
                .statusCode(200);
    }

    private static ValidatableResponse ask(String body) {
        return given().header("Authorization", "Bearer development-only-service-credential")
                .contentType("application/json")
                .body(body)
                .post(CHECK)
                .then();
    }
}
