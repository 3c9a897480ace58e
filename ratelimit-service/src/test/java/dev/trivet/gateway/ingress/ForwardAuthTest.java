package dev.trivet.gateway.ingress;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.gateway.ErrorLog;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The questions that an nginx in front asks, as it asks them. */
@QuarkusTest
@TestProfile(ForwardAuthTest.BehindNginx.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class ForwardAuthTest {

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    private final UUID user = UUID.randomUUID();

    public static final class BehindNginx implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trivet.forward-auth.ingress", "nginx",
                    "trivet.forward-auth.per-client", "100",
                    "trivet.gateway.trusted-proxies", "127.0.0.1");
        }
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        people.saysActive(true);
    }

    @Test
    void whoIsSignedInIsNamed() {
        ask("GET", "/shop/1", people.token(user, UUID.randomUUID(), "member"))
                .statusCode(200)
                .header("X-Trivet-User", user.toString())
                .header("X-Trivet-Roles", "member")
                .header("X-Trivet-Address", "192.0.2.7");
    }

    @Test
    void nobodyPassesUnnamedUnlessAUserIsRequired() {
        ask("GET", "/shop/1", null).statusCode(200).header("X-Trivet-User", nullValue());
        given().header("X-Original-Method", "GET")
                .header("X-Original-URI", "/shop/1")
                .get("/ratelimit/auth?require=user")
                .then()
                .statusCode(401);
    }

    @Test
    void aTokenThatCountsNoMoreIsRefused() {
        people.saysActive(false);

        ask("GET", "/shop/1", people.token(user, UUID.randomUUID(), "member"))
                .statusCode(401)
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    @Test
    void theRequestInTheIngressHandIsWhatCounts() {
        for (int i = 0; i < 10; i++) {
            ask("POST", "/api/auth/login", null)
                    .statusCode(200)
                    .header("RateLimit-Policy", containsString("\"login\""));
        }
        ask("POST", "/api/auth/%6cogin", null)
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("status", equalTo(429));
        ask("GET", "/shop/1", null).statusCode(200);
    }

    @Test
    void anIngressThatDoesNotSayWhatItWasAskedForIsToldSo() {
        given().get("/ratelimit/auth").then().statusCode(400).body("detail", containsString("does not say"));
    }

    @Test
    void whateverTheIngressSaysIsAnswered() {
        try (var log = new ErrorLog()) {
            for (String target : List.of("/%zz", "/%", "/a%2", "/a%2fb", "/\\", "/a;b")) {
                ask("GET", target, null).statusCode(400).contentType("application/problem+json");
            }
            for (String method : List.of("", "get", "F U", "x".repeat(1_000))) {
                ask(method, "/shop/1?%zz", null).statusCode(501).contentType("application/problem+json");
            }
            assertThat(log.errors()).isEmpty();
        }
    }

    private static ValidatableResponse ask(String method, String target, String token) {
        var question = given().header("X-Original-Method", method)
                .header("X-Original-URI", target)
                .header("X-Forwarded-For", "192.0.2.7");
        return (token == null ? question : question.header("Authorization", "Bearer " + token))
                .get("/ratelimit/auth")
                .then();
    }
}
