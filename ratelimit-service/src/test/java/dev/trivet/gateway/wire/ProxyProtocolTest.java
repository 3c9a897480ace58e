package dev.trivet.gateway.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** A load balancer that speaks before the client does. */
@QuarkusTest
@TestProfile(ProxyProtocolTest.BehindOne.class)
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(RawOrigin.class)
class ProxyProtocolTest {

    private static final String ASKS = "GET /api/listings/a HTTP/1.1\r\nHost: site.example\r\n\r\n";

    RawOrigin origin;

    @Inject
    MeterRegistry meters;

    @TestHTTPResource
    URL root;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    public static class BehindOne implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trivet.gateway.trusted-proxies", "127.0.0.0/8", "trivet.gateway.wire.proxy-protocol", "true");
        }
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        origin.forget();
    }

    @Test
    void versionOneSaysWhoItIs() throws IOException {
        assertThat(addressOf(("PROXY TCP4 198.51.100.7 10.0.0.1 4711 80\r\n" + ASKS).getBytes()))
                .isEqualTo("198.51.100.7");
        assertThat(addressOf(("PROXY TCP6 2001:db8:1:2::7 fd00::1 4711 80\r\n" + ASKS).getBytes()))
                .isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(addressOf(("PROXY UNKNOWN\r\n" + ASKS).getBytes())).isEqualTo("127.0.0.1");
    }

    @Test
    void versionTwoSaysWhoItIs() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(HexFormat.of()
                .parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "c6336407" + "0a000001" + "12670050"));
        bytes.write(ASKS.getBytes(StandardCharsets.US_ASCII));

        assertThat(addressOf(bytes.toByteArray())).isEqualTo("198.51.100.7");
    }

    /** The client is no trusted proxy, so its own word counts no more than without one. */
    @Test
    void whatTheClientSaysThenIsNotBelieved() throws IOException {
        assertThat(addressOf(("PROXY TCP4 198.51.100.7 10.0.0.1 4711 80\r\n"
                                + ASKS.replace("\r\n\r\n", "\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"))
                        .getBytes()))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void whoeverDoesNotSpeakItIsCut() throws IOException {
        for (String junk : new String[] {ASKS, "PROXY TCP4 six six 1 1\r\n" + ASKS, "PROXY NONSENSE\r\n" + ASKS}) {
            try (var client = new RawClient(root.getPort())) {
                assertThat(client.send(junk).answer(false)).isEmpty();
            }
        }
        assertThat(origin.received()).isEmpty();
    }

    /** All that the balancer's operator sees otherwise are connections that end. */
    @Test
    void whoeverDoesNotSpeakItIsCounted() throws IOException {
        double before = strange();
        for (String junk : new String[] {ASKS, "PROXY TCP4 six six 1 1\r\n" + ASKS}) {
            try (var client = new RawClient(root.getPort())) {
                client.send(junk).answer(false);
            }
        }
        addressOf(("PROXY UNKNOWN\r\n" + ASKS).getBytes());
        await().untilAsserted(() -> assertThat(strange() - before).isEqualTo(2));
    }

    private double strange() {
        return meters.counter("trivet.gateway.wire.refused", "status", "proxy").count();
    }

    private String addressOf(byte[] bytes) throws IOException {
        origin.forget();
        try (var client = new RawClient(root.getPort())) {
            assertThat(client.send(bytes).answer(false)).isPresent();
        }
        return origin.received()
                .get(0)
                .head()
                .lines()
                .filter(line -> line.startsWith("X-Trivet-Address: "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }
}
