package dev.trivet.gateway.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A head may be as long over HTTP/2 as it may be over HTTP/1, and not longer. */
@QuarkusTest
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(RawOrigin.class)
class Http2BoundsTest {

    private static final int FIELDS = 100;
    private static final int LINE = 8_192;
    private static final String PATH = "/api/listings/a";

    /** An answer of interest. */
    private record Answer(int status, String contentType, String body) {}

    @Inject
    Vertx vertx;

    HttpClient client;

    @TestHTTPResource
    URL root;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(root.getPort()));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void fieldsAreCounted() throws Exception {
        assertThat(ask(PATH, different(FIELDS)).status()).isEqualTo(200);
        assertIsProblem(ask(PATH, different(FIELDS + 1)), 431, "head-too-long");
        assertIsProblem(ask("/health", different(FIELDS + 1)), 431, "head-too-long");
    }

    @Test
    void eachOfTheSameNameToo() throws Exception {
        assertIsProblem(ask(PATH, Stream.generate(() -> "x-a").limit(FIELDS + 1)), 431, "head-too-long");
    }

    @Test
    void cookiesAreOneField() throws Exception {
        assertThat(ask(PATH, Stream.generate(() -> "cookie").limit(FIELDS + 1)).status())
                .isEqualTo(200);
    }

    @Test
    void aLineIsAsLongAsItWouldBe() throws Exception {
        String around = "GET " + PATH + "? HTTP/1.1";
        String longest = PATH + "?" + "a".repeat(LINE - around.length());

        assertThat(ask(longest, Stream.empty()).status()).isEqualTo(200);
        assertIsProblem(ask(longest + "a", Stream.empty()), 414, "address-too-long");
    }

    private static Stream<String> different(int fields) {
        return IntStream.range(0, fields).mapToObj(i -> "x-" + i);
    }

    private static void assertIsProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("type")).isEqualTo("urn:trivet:problem:" + type);
    }

    private Answer ask(String path, Stream<String> fields) throws Exception {
        List<String> names = fields.toList();
        return client.request(HttpMethod.GET, path)
                .compose(request -> {
                    names.forEach(name -> request.headers().add(name, "b"));
                    return request.send();
                })
                .compose(answer -> answer.body()
                        .map(body ->
                                new Answer(answer.statusCode(), answer.getHeader("content-type"), body.toString())))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }
}
