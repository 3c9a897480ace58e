package dev.trivet.gateway.ingress;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.gateway.ingress.ForwardAuthTest.BehindNginx;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.Ports;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The configuration in {@code docs/examples/nginx.conf}, on a real nginx before a service that says what it was told. */
@QuarkusTest
@TestProfile(BehindNginx.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class NginxTest {

    FakeSessionService people;

    @TestHTTPResource
    URL gateway;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final int door = Ports.free();
    private HttpServer site;
    private Nginx nginx;

    @BeforeEach
    void start() throws IOException {
        site = vertx.createHttpServer()
                .requestHandler(request -> {
                    var told = new JsonObject();
                    request.headers().forEach(header -> told.put(header.getKey().toLowerCase(), header.getValue()));
                    request.response()
                            .putHeader("Content-Type", "application/json")
                            .end(told.put("uri", request.uri()).toBuffer());
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        String configuration = Files.readString(Path.of("../docs/examples/nginx.conf"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + gateway.getPort())
                .replace("127.0.0.1:3000", "127.0.0.1:" + site.actualPort())
                .replace("listen 8000", "listen 127.0.0.1:" + door);
        nginx = Nginx.start(folder, configuration, door);
        await().until(() -> given().get(readiness).statusCode() == 200);
        people.saysActive(true);
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theServiceIsToldWhoAsksAndNotWhatTheClientClaims() {
        UUID user = UUID.randomUUID();

        visitor()
                .header("X-Trivet-User", "somebody-else")
                .header("X-Trivet-Roles", "admin")
                .get("/shop/1?q=a%20b")
                .then()
                .statusCode(200)
                .body("x-trivet-user", nullValue(), "x-trivet-roles", nullValue(), "uri", equalTo("/shop/1?q=a%20b"));
        visitor()
                .header("Authorization", "Bearer " + people.token(user, UUID.randomUUID(), "member"))
                .get("/shop/1")
                .then()
                .statusCode(200)
                .body("x-trivet-user", equalTo(user.toString()), "x-trivet-roles", equalTo("member"));
    }

    @Test
    void aTokenThatDoesNotCountIs401() {
        visitor()
                .header("Authorization", "Bearer nonsense")
                .get("/shop/1")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    /** auth_request itself knows no 429. What a client says of the request nginx has in hand makes no difference. */
    @Test
    void aRefusalIs429WithItsTime() {
        RequestSpecification guess = visitor().body("{}");
        for (int i = 0; i < 10; i++) {
            guess.post("/api/auth/login").then().statusCode(200);
        }

        guess.header("X-Original-URI", "/shop/1")
                .header("X-Original-Method", "GET")
                .header("X-Forwarded-For", "192.0.2.99")
                .post("/api/auth/login")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("status", equalTo(429));
    }

    private RequestSpecification visitor() {
        return given().baseUri("http://127.0.0.1:" + door).urlEncodingEnabled(false);
    }
}
