package dev.trivet.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.gateway.load.Load;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Routes of the pack behind the whole gateway, and what it does when there is too much. */
@QuarkusTest
@QuarkusTestResource(value = TestServers.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = FakeSessionService.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = FakeUpstreams.class, restrictToAnnotatedClass = true)
class PackRoutesTest {

    FakeUpstreams upstreams;
    FakeSessionService people;

    @Inject
    Load load;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @TestHTTPResource
    URL root;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterAll
    static void beAsBefore() {
        Awaitility.reset();
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        people.saysActive(true);
        upstreams.shop.does(PackRoutesTest::echo);
        upstreams.content.says(200, "content");
    }

    @AfterEach
    void nobodyIsLeftInside() {
        upstreams.shop.letGo();
        await().until(() -> load.inFlight("shop") + load.inFlight("orders") + load.inFlight("api-service") == 0);
    }

    @Test
    void aRouteLeadsToItsServiceInThisEnvironment() {
        given().get("/shop/cart?size=xl").then().statusCode(200).body(equalTo("/shop/cart?size=xl null"));
        given().get("/api/rooms").then().statusCode(200).body(equalTo("content"));
        given().get("/elsewhere").then().statusCode(404);
    }

    @Test
    void nobodyComesInWithoutATokenWhereOneIsNeeded() {
        given().get("/shop/orders/1").then().statusCode(401).body("type", endsWith(":unauthorized"));

        UUID user = UUID.randomUUID();
        given().header("Authorization", "Bearer " + people.token(user, UUID.randomUUID(), "member"))
                .get("/shop/orders/1")
                .then()
                .statusCode(200)
                .body(equalTo("/orders/1 " + user));
    }

    @Test
    void nobodySaysWhoHeIsByHimself() {
        given().header("X-Trivet-User", "admin")
                .get("/shop/x")
                .then()
                .statusCode(200)
                .body(equalTo("/shop/x null"));
    }

    @Test
    void limitsByEndpointCountARouteAsOne() {
        for (int i = 0; i < 3; i++) {
            given().get("/shop/" + i + "/limited").then().statusCode(200);
        }
        given().get("/shop/3/limited").then().statusCode(429);
    }

    /** Clients of a limit that is only a shadow see nothing of it; administrators do. */
    @Test
    void whatIsOnlyTriedNoClientIsTold() {
        for (int i = 0; i < 2; i++) {
            given().get("/shop/trial").then().statusCode(200).header("RateLimit-Policy", nullValue());
        }

        given().get("/ratelimit/status").then().statusCode(200).body("limits.name", not(hasItem("trial")));
        given().get("/ratelimit/status?path=/shop/trial").then().statusCode(200).body("limits", empty());
        given().get("/ratelimit/status?limit=trial").then().statusCode(404);

        people.tellsPermissions(true);
        given().header("Authorization", "Bearer " + people.token(UUID.randomUUID(), UUID.randomUUID(), "admin"))
                .body("{\"path\": \"/shop/trial\"}")
                .post("/ratelimit/explain")
                .then()
                .body("limits.find { it.name == 'trial' }.state.allowed", equalTo(false));
    }

    @Test
    void aRoutesOwnTimeHolds() {
        upstreams.shop.holds();

        given().get("/shop/slow").then().statusCode(504).body("type", endsWith(":gateway-timeout"));
    }

    /** The whole time of this route is two seconds. */
    @Test
    void aStreamOfEventsHasNoEnd() throws Exception {
        upstreams.shop.does(PackRoutesTest::events);

        var answer = client.send(
                HttpRequest.newBuilder(URI.create(root + "shop/events")).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            assertThat(lines.limit(60)).hasSize(60);
        }
    }

    /** Of ten places, the low may have eight, the normal one more, and the last is for signing in. */
    @Test
    void whoIsLessUrgentIsRefusedFirst() throws Exception {
        upstreams.content.holds();
        upstreams.shop.holds();
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            held.add(ask("/api/rooms"));
        }
        await().until(() -> load.inFlight("api-service") == 8);
        int asked = upstreams.shop.asked().size();

        given().get("/shop/1/limited")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("type", endsWith(":unavailable"));
        held.add(ask("/api/rooms"));
        await().until(() -> load.inFlight("api-service") == 9);
        given().get("/api/rooms").then().statusCode(503);
        given().get("/api/auth/me").then().statusCode(200);
        assertThat(upstreams.shop.asked()).hasSize(asked);

        upstreams.content.letGo();
        for (var answer : held) {
            assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        await().until(() -> load.inFlight("api-service") == 0);
        upstreams.shop.does(PackRoutesTest::echo);
        given().get("/shop/x").then().statusCode(200);
    }

    @Test
    void figuresTellOfIt() {
        given().get("/shop/x").then().statusCode(200);

        given().get(metrics)
                .then()
                .body(containsString("trivet_gateway_upstream_seconds_count{phase=\"total\",upstream=\"shop\"}"))
                .body(containsString("trivet_gateway_upstream_attempts_total{outcome=\"answered\",target=\"127.0.0.1:"))
                .body(containsString("trivet_gateway_in_flight{upstream=\"shop\"} 0.0"));
    }

    /** One each twentieth of a second, until nobody listens. */
    private static void events(HttpServerRequest request) {
        var response = request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        var vertx = Vertx.currentContext().owner();
        long timer = vertx.setPeriodic(50, tick -> response.write("data: x\n"));
        response.endHandler(over -> vertx.cancelTimer(timer));
    }

    private static void echo(HttpServerRequest request) {
        request.response().end(request.uri() + " " + request.getHeader("X-Trivet-User"));
    }

    private CompletableFuture<HttpResponse<String>> ask(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(root + path.substring(1))).build(), BodyHandlers.ofString());
    }
}
