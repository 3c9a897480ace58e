package dev.trivet.gateway.proxy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.gateway.RawClient;
import dev.trivet.gateway.RawUpstream;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bodies and WebSockets that come too slowly, and what HTTP/2 says about bodies. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
@QuarkusTestResource(value = RawUpstream.class, restrictToAnnotatedClass = true)
@TestProfile(SlowBodiesTest.Impatient.class)
class SlowBodiesTest {

    private static Vertx vertx;
    private static HttpClient http2;

    RawUpstream upstream;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource
    URL root;

    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trivet.gateway.body-timeout", "1s",
                    "trivet.gateway.body-rate", "1M",
                    "trivet.live.idle-timeout", "1s");
        }
    }

    @BeforeAll
    static void connect() {
        vertx = Vertx.vertx();
        http2 = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @AfterAll
    static void disconnect() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        // Twice, since the gateway leaves an upstream alone that fails half of the time.
        upstream.does(call -> call.answer("well"));
        await().until(() -> isWell() && isWell());
        upstream.does(call -> call.body(data -> {}));
    }

    @Test
    void aBodyThatDoesNotKeepPaceIs408AndTheUpstreamIsLetGo() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        upstream.does(call -> call.body(data -> {}).socket().closeHandler(gone -> closed.set(true)));
        try (RawClient client = new RawClient(root.getPort())) {
            client.request("POST /api/listings HTTP/1.1", "Content-Length: 1000");
            client.write("hello");
            assertThat(client.head())
                    .contains("connection: close", "content-type: application/problem+json")
                    .element(0)
                    .isEqualTo("HTTP/1.1 408 Request Timeout");
            client.readToEnd();
        }
        await().untilTrue(closed);
    }

    @Test
    void whoIsRefusedAndGoesOnSendingIsCutOff() throws IOException {
        try (RawClient client = new RawClient(root.getPort())) {
            client.request(
                    "POST /api/listings HTTP/1.1", "Content-Length: 1000", "Authorization: Bearer no.such.token");
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 401 Unauthorized");
            client.readToEnd();
        }
    }

    @Test
    void aSocketOnWhichNobodySaysAnythingIsEnded() throws IOException {
        upstream.does(call -> call.head(
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        try (RawClient client = new RawClient(root.getPort())) {
            client.request(
                    "GET /api/listings HTTP/1.1",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(client.head()).element(0).asString().contains("101");
            assertThat(client.readToEnd()).startsWith("\u0088").endsWith("silent for too long");
        }
    }

    @Test
    void overHttp2AReadMayHaveABody() {
        upstream.does(call -> call.body(data -> call.answer("read")));

        assertThat(http2(HttpMethod.DELETE, "hello")).isEqualTo("read");

        assertThat(upstream.last().line()).isEqualTo("DELETE /api/listings HTTP/1.1");
        assertThat(upstream.last().header("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void overHttp2AWriteMayHaveNone() {
        upstream.does(call -> call.answer("read"));

        assertThat(http2(HttpMethod.POST, null)).isEqualTo("read");

        assertThat(upstream.last().line()).isEqualTo("POST /api/listings HTTP/1.1");
        assertThat(upstream.last().header("Transfer-Encoding")).isNull();
        assertThat(upstream.last().all("X-Forwarded-Host")).hasSize(1);
        assertThat(upstream.last().all("Via")).containsExactly("2 trivet");
    }

    @Test
    void overHttp2ABodyThatNeverComesIs408() {
        int status = joined(request(HttpMethod.POST)
                .compose(request -> request.sendHead().compose(sent -> request.response()))
                .map(response -> response.statusCode()));

        assertThat(status).isEqualTo(408);
    }

    @Test
    void overHttp2WhoResetsLetsTheUpstreamGo() {
        AtomicBoolean closed = new AtomicBoolean();
        upstream.does(call -> call.socket().closeHandler(gone -> closed.set(true)));
        HttpClientRequest request = joined(request(HttpMethod.GET));
        request.send();
        await().until(() -> upstream.calls().size() == 1);

        request.reset();

        await().untilTrue(closed);
    }

    @Test
    void overHttp2AnAnswerThatIsCutShortIsReset() {
        upstream.does(call -> {
            call.head("HTTP/1.1 200 OK", "Content-Length: 10").write("hello");
            call.socket().close();
        });

        var body = request(HttpMethod.GET)
                .compose(request -> request.send().compose(response -> response.body()))
                .toCompletionStage()
                .toCompletableFuture();

        await().until(body::isDone);
        assertThat(body).isCompletedExceptionally();
    }

    private String http2(HttpMethod method, String body) {
        return joined(request(method)
                .compose(request -> {
                    if (body == null) {
                        return request.send();
                    }
                    request.setChunked(true).write(Buffer.buffer(body));
                    return request.end().compose(sent -> request.response());
                })
                .compose(response -> response.body().map(Buffer::toString)));
    }

    private Future<HttpClientRequest> request(HttpMethod method) {
        String[] from = RawClient.elsewhere().split(": ");
        return http2.request(new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(root.getPort())
                .setMethod(method)
                .setURI("/api/listings")
                .putHeader(from[0], from[1]));
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private boolean isWell() {
        String[] from = RawClient.elsewhere().split(": ");
        return given().header(from[0], from[1]).get("/api/listings").statusCode() == 200;
    }
}
