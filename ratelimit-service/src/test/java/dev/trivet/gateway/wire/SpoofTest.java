package dev.trivet.gateway.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Locale;

/** Whoever comes without a trusted proxy is who he is, whatever he says; upstreams hear nothing of it. */
@QuarkusTest
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(RawOrigin.class)
class SpoofTest {

    RawOrigin origin;

    @TestHTTPResource
    URL root;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        origin.forget();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 6.6.6.6",
                "x-forwarded-for: 6.6.6.6, 127.0.0.1",
                "X-Forwarded-For: 6.6.6.6|X-Forwarded-For: 6.6.6.7",
                "X_Forwarded_For: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Port: 6.6.6",
                "X-Forwarded-Prefix: /evil",
                "Forwarded: for=6.6.6.6;host=evil.example;proto=https",
                "X-Real-IP: 6.6.6.6",
                "X-Trivet-User: admin",
                "x-trivet-user: admin|X-TRIVET-ROLES: admin",
                "X_Trivet_User: admin",
                "X-Trivet_User: admin",
                "x_trivet_roles: admin",
                "X-Trivet-Address: 6.6.6.6",
                "X-Trivet-Anything: 6.6.6.6",
                "Connection: close, X-Trivet-Address",
                "Connection: X-Forwarded-For|X-Forwarded-For: 6.6.6.6",
                "Connection: x-trivet-address, x-forwarded-for, x-forwarded-proto, x-request-id",
                "X-Request-Id: 6.6.6.6-chosen",
            })
    void nobodySaysWhoHeIs(String fields) throws IOException {
        try (var client = new RawClient(root.getPort())) {
            client.send("GET /api/listings/spoof HTTP/1.1\r\nHost: site.example\r\n" + fields.replace("|", "\r\n")
                    + "\r\n\r\n");
            assertThat(client.answer(false))
                    .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(200));
        }

        String head = origin.received().get(0).head();
        assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain("6.6.6", "evil", "admin", "forwarded: for");
        assertThat(values(head, "x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(values(head, "x-forwarded-proto")).containsExactly("http");
        assertThat(values(head, "x-forwarded-host")).containsExactly("site.example");
        assertThat(values(head, "x-trivet-address")).containsExactly("127.0.0.1");
        assertThat(values(head, "x-trivet-user")).isEmpty();
        assertThat(values(head, "x-request-id")).hasSizeLessThanOrEqualTo(1);
    }

    private static List<String> values(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).replace('_', '-').startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
