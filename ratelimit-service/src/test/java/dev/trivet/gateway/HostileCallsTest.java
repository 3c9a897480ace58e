package dev.trivet.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URL;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The gateway's own calls, asked by somebody who wants to see them fail. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class HostileCallsTest {

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    private ErrorLog log;

    /** Calls that nobody has thought through. */
    @Singleton
    static class Broken {

        void register(@Observes Router router) {
            router.get("/broken/thrown").order(-1).handler(context -> {
                throw new IllegalStateException("a secret");
            });
            router.get("/broken/failed").order(-1).handler(context -> context.fail(new RuntimeException("a secret")));
            router.get("/broken/status").order(-1).handler(context -> context.fail(500));
        }
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        people.saysActive(true);
        people.tellsPermissions(true);
        log = new ErrorLog();
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "path=%2F%25zz,                    400",
        "path=%2F%25,                      400",
        "path=%2F%252,                     400",
        "path=%2F%252f,                    400",
        "path=%2F%2500,                    400",
        "path=%2F..%2F..%2F%2e%2e,         200",
        "path=,                            200",
        "path=nowhere,                     200",
        "path=%00,                         200",
        "path=%f0%9f%92%a5,                200",
        "method=%0d%0a&path=%2Fapi,        200",
        "method=&path=%2Fapi%2Flistings,   200",
        "limit=%00,                        404",
        "limit=api&limit=login,            200",
    })
    void theStatusOfAnythingIsTold(String query, int status) {
        told(
                status,
                given().urlEncodingEnabled(false)
                        .get("/ratelimit/status?" + query)
                        .then());
    }

    @ParameterizedTest
    @MethodSource("oddBodies")
    void whateverIsCheckedOrExplainedIsAnswered(String body) {
        ValidatableResponse check = given().header("Authorization", "Bearer development-only-service-credential")
                .contentType("application/json")
                .body(body)
                .post("/ratelimit/check")
                .then();
        assertThat(check.extract().statusCode()).as(body).isBetween(400, 422);
        ValidatableResponse explain =
                asAdministrator().body(body).post("/ratelimit/explain").then();
        assertThat(explain.extract().statusCode()).as(body).isBetween(400, 422);

        check.contentType("application/problem+json");
        explain.contentType("application/problem+json");
        assertThat(log.errors()).isEmpty();
    }

    static Stream<String> oddBodies() {
        return Stream.of(
                "null",
                "7",
                "true",
                "\"text\"",
                "[]",
                "[{}]",
                "{}",
                "{",
                "}",
                "{\"path\":\"/\",\"limit\":\"login\",\"key\":\"a\"",
                "\u0000",
                "\ufeff{}",
                "NaN",
                "{\"path\":null,\"limit\":null,\"key\":null,\"cost\":null}",
                "{\"path\":[\"/\"],\"limit\":[\"login\"],\"key\":{}}",
                "{\"path\":\"/\",\"method\":null,\"limit\":\"login\",\"key\":\"a\"}",
                "{\"path\":\"/\",\"peer\":null,\"limit\":\"login\",\"key\":null}",
                "{\"path\":\"/\",\"method\":\"GET /\",\"limit\":\"login\",\"key\":\"a\",\"cost\":1e999}",
                "{\"path\":\"/%zz\",\"limit\":\"login\",\"key\":\"a\",\"cost\":99999999999999999999}",
                "{\"path\":\"/a%2\",\"limit\":\"login\",\"key\":\"" + "k".repeat(257) + "\"}",
                "{\"path\":\"/\",\"headers\":[[]],\"limit\":\"login\",\"key\":\"a\",\"cost\":-2147483648}",
                "{\"path\":\"/\",\"headers\":\"x\",\"limit\":\"login\",\"key\":\"a\",\"cost\":[]}",
                "[".repeat(4_000),
                "{\"a\":".repeat(800),
                "{\"a\":".repeat(600) + "1" + "}".repeat(600));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"path\":\"/\",\"headers\":{\"\":\"x\",\"a\\r\\nb\":\"c\\r\\nd\",\"e\":null,\"f\":{\"g\":[1]},\"h\":[[]]}}",
                "{\"path\":\"/?%zz\",\"headers\":{\"Authorization\":\"Bearer \\u0000\",\"X-Forwarded-For\":\",,,;;\"}}",
                "{\"path\":\"/\",\"headers\":{\"Authorization\":[],\"authorization\":[\"Bearer a\",\"Bearer b\"]}}",
            })
    void oddHeadersAreExplained(String body) {
        told(200, asAdministrator().body(body).post("/ratelimit/explain").then());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/broken/thrown", "/broken/failed", "/broken/status"})
    void whatNobodyHasThoughtOfIsAProblemAndOneLineInTheLog(String path) {
        given().get(path)
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .header("X-Request-Id", not(equalTo(null)))
                .body("type", endsWith(":internal"), "instance", equalTo(path))
                .body(not(containsString("secret")));

        assertThat(log.errors()).singleElement().asString().endsWith(" null");
    }

    @Test
    void noMethodIsAMistakeOfOurs() {
        for (String method : List.of("TRACE", "PROPFIND", "FOO")) {
            given().request(method, "/api/auth/login")
                    .then()
                    .statusCode(501)
                    .contentType("application/problem+json")
                    .body("type", endsWith(":not-implemented"));
        }
        assertThat(log.errors()).isEmpty();
    }

    private void told(int status, ValidatableResponse answer) {
        answer.statusCode(status).contentType(status == 200 ? "application/json" : "application/problem+json");
        assertThat(log.errors()).isEmpty();
    }

    private RequestSpecification asAdministrator() {
        return given().header("Authorization", "Bearer " + people.token(UUID.randomUUID(), UUID.randomUUID(), "admin"))
                .contentType("application/json");
    }
}
