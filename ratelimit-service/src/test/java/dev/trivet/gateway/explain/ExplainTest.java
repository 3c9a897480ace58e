package dev.trivet.gateway.explain;

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
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class ExplainTest {

    private static final String CALL = "/ratelimit/explain";

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        people.saysActive(true);
        people.tellsPermissions(true);
    }

    @Test
    void tellsTheRouteTheVisitorAndEachLimitWithItsReason() {
        UUID user = UUID.randomUUID();
        String token = people.token(user, UUID.randomUUID(), "member");

        explain(Map.of(
                        "method", "GET",
                        "path", "/api/auth/%6de?x=1",
                        "peer", "2001:db8::7",
                        "headers", Map.of("Authorization", "Bearer " + token, "X-Forwarded-For", List.of("192.0.2.1"))))
                .statusCode(200)
                .body(
                        "path", equalTo("/api/auth/me"),
                        "route.upstream", equalTo("session-service"),
                        "route.endpoint", equalTo("GET auth/me"),
                        // The peer is no trusted proxy, so what it says of others is not believed.
                        "visitor.address", equalTo("2001:db8:0:0:0:0:0:0/64"),
                        "visitor.user", equalTo(user.toString()),
                        "visitor.token", equalTo("valid"),
                        "limits.find { it.name == 'api' }.counts", equalTo(true),
                        "limits.find { it.name == 'api' }.why", equalTo("counted by address and endpoint"),
                        "limits.find { it.name == 'api' }.state.remaining", equalTo(100),
                        "limits.find { it.name == 'login' }.counts", equalTo(false),
                        "limits.find { it.name == 'login' }.why", containsString("/api/auth/login"));
    }

    @Test
    void askingSpendsNothing() {
        Map<String, Object> login = Map.of("method", "POST", "path", "/api/auth/login", "peer", "192.0.2.200");

        for (int i = 0; i < 3; i++) {
            explain(login)
                    .body(
                            "limits.find { it.name == 'login' }.state.remaining", equalTo(10),
                            "visitor.token", equalTo("not looked at on this route"));
        }
    }

    @Test
    void whatWouldBeRefusedOrLeadsNowhereIsSaid() {
        explain(Map.of("path", "/api/auth;x/login")).statusCode(400).body("detail", containsString("would be refused"));
        explain(Map.of("path", "/nowhere")).statusCode(200).body("route", nullValue());
        explain(Map.of("path", "nowhere", "method", 3)).statusCode(422);
    }

    @Test
    void onlyAdministratorsMayAsk() {
        given().body("{}").post(CALL).then().statusCode(401);
        given().header("Authorization", "Bearer " + people.token(UUID.randomUUID(), UUID.randomUUID(), "member"))
                .body("{\"path\": \"/\"}")
                .post(CALL)
                .then()
                .statusCode(403);
    }

    private ValidatableResponse explain(Map<String, Object> question) {
        return given().header("Authorization", "Bearer " + people.token(UUID.randomUUID(), UUID.randomUUID(), "admin"))
                .contentType("application/json")
                .body(question)
                .post(CALL)
                .then();
    }
}
