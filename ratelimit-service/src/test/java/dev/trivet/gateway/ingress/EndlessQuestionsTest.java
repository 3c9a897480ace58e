package dev.trivet.gateway.ingress;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.gateway.ingress.ForwardAuthTest.BehindNginx;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Questions that no limit of the pack counts, asked without end by one of those whom the ingress brings. */
@QuarkusTest
@TestProfile(BehindNginx.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class EndlessQuestionsTest {

    private static final int AT_ONCE = 250;

    @TestHTTPResource
    URI gateway;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  ratelimit/status,  200, 198.51.100.1, 198.51.100.2",
        "POST, ratelimit/explain, 401, 198.51.100.3, 198.51.100.4",
        "GET,  ratelimit/auth,    200, 198.51.100.5, 198.51.100.6"
    })
    void oneVisitorIsBoundedAndNobodyElse(String method, String path, int status, String endless, String other) {
        await().until(() -> {
            List<HttpResponse<String>> answers = ask(method, path, endless);
            assertThat(answers).extracting(HttpResponse::statusCode).isSubsetOf(status, 429);
            return answers.stream().anyMatch(answer -> answer.statusCode() == 429 && isProblem(answer));
        });

        assertThat(one(method, path, other).join().statusCode()).isEqualTo(status);
    }

    private List<HttpResponse<String>> ask(String method, String path, String visitor) {
        return Stream.generate(() -> one(method, path, visitor)).limit(AT_ONCE).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> one(String method, String path, String visitor) {
        var request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("X-Forwarded-For", visitor)
                .header("X-Original-Method", "GET")
                .header("X-Original-URI", "/uncounted")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private static boolean isProblem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        return answer.body().contains("urn:trivet:problem:too-many-requests");
    }
}
