package dev.trivet.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.token.SessionHash;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The gateway before a session-service that says what it is told. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class GatewayTest {

    private static final String PATH = "/api/auth/me";

    FakeSessionService people;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource
    URL root;

    private final UUID user = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        people.saysActive(true);
    }

    @Test
    void aTokenOfALiveSessionPassesWithoutAskingAnybody() throws Exception {
        redisKnows(SessionHash.EPOCH, "0", session.toString(), SessionHash.LIVE);
        int before = people.timesAsked();

        get(people.token(user, session, "member")).statusCode(200).body("path", equalTo(PATH));

        assertThat(people.timesAsked()).isEqualTo(before);
    }

    @Test
    void aTokenOfAnEndedSessionIsRefusedWithoutAskingAnybody() throws Exception {
        redisKnows(SessionHash.EPOCH, "0", session.toString(), SessionHash.ENDED);
        int before = people.timesAsked();

        get(people.token(user, session, "member"))
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer error=\"invalid_token\""))
                .body("type", endsWith(":invalid-token"), "instance", equalTo(PATH));

        assertThat(people.timesAsked()).isEqualTo(before);
    }

    @Test
    void aSessionThatRedisDoesNotKnowIsAskedFor() {
        people.saysActive(true);
        get(people.token(user, session, "member")).statusCode(200);

        people.saysActive(false);
        get(people.token(user, session, "member")).statusCode(401);
    }

    @Test
    void theJournalOverrulesRedis() throws Exception {
        redisKnows(SessionHash.EPOCH, "0", session.toString(), SessionHash.LIVE);
        String token = people.token(user, session, "member");
        get(token).statusCode(200);

        people.withdraws(session);

        await().until(() -> get(token).extract().statusCode() == 401);
    }

    @Test
    void aTokenThatIsNotOursIsRefused() {
        get("eyJhbGciOiJub25lIn0.e30.").statusCode(401);
        get("x".repeat(8_000)).statusCode(401);
        get("").statusCode(401);
    }

    @Test
    void signingInWorksWithAStaleTokenInHand() {
        given().header("Authorization", "Bearer stale")
                .contentType("application/json")
                .body("{}")
                .post("/api/auth/refresh")
                .then()
                .statusCode(200);
    }

    @Test
    void everyLimitedAnswerTellsWhatIsLeft() {
        given().get("/api/auth/other")
                .then()
                .header("X-RateLimit-Limit", "100")
                .header("X-RateLimit-Remaining", "99")
                .header("RateLimit", "\"api\";r=99;t=60");
        given().get("/api/auth/other").then().header("X-RateLimit-Remaining", "98");
    }

    @Test
    void theLimitRefusesAndNamesATime() {
        for (int i = 0; i < 100; i++) {
            given().get("/api/auth/logout").then().statusCode(200);
        }

        given().get("/api/auth/logout")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", endsWith(":too-many-requests"));
    }

    /** However it is written, it is the same call, and the upstream is asked for what was decided on. */
    @Test
    void noSpellingOfAPathPassesALimit() {
        for (String spelling : List.of(
                "/api/auth/%6Cogin",
                "/api/auth/./login", "/api/x/../auth/login", "/api/auth/login/", "/api/auth//login")) {
            given().urlEncodingEnabled(false)
                    .post(spelling)
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", containsString("\"login\""))
                    .body("path", equalTo("/api/auth/login"));
        }
        given().urlEncodingEnabled(false).post("/api/auth/login;a=b").then().statusCode(400);
        given().request("BREW", "/api/auth/login").then().statusCode(501);
    }

    @Test
    void whatNobodyAnswersIsNotFound() {
        given().get("/internal/revocations").then().statusCode(404).contentType("application/problem+json");
        given().get("/").then().statusCode(404);
    }

    @Test
    void anUpstreamThatIsAwayIs503() {
        given().get("/api/listings")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("detail", notNullValue(), "stack", nullValue());
    }

    @Test
    void aBodyThatIsTooLongIsRefusedHoweverItIsSent() throws Exception {
        byte[] body = new byte[(1 << 20) + 1];

        given().body(body).post("/api/auth/login").then().statusCode(413);
        var chunked = HttpRequest.newBuilder(URI.create(root + "api/auth/login"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(chunked, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(413);
    }

    private ValidatableResponse get(String token) {
        return given().header("Authorization", "Bearer " + token).get(PATH).then();
    }

    private void redisKnows(String... fields) throws Exception {
        Request write = Request.cmd(Command.HSET).arg(keys.sessions(user));
        for (String field : fields) {
            write.arg(field);
        }
        redis.send(write).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
