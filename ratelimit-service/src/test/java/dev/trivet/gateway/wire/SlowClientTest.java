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
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Nobody keeps a connection by taking his time, and nobody keeps them all. */
@QuarkusTest
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(RawOrigin.class)
class SlowClientTest {

    private static final int HEADERS = 1;
    private static final int GOAWAY = 7;
    private static final String ASKS = "GET /api/listings/a HTTP/1.1\r\nHost: site.example\r\n\r\n";

    @TestHTTPResource
    URL root;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @Test
    void whoSaysNothingIsCut() throws IOException {
        try (var client = new RawClient(root.getPort())) {
            assertThat(client.answer(false)).isEmpty();
        }
    }

    @Test
    void aHeadThatComesDropByDropIsCut() throws IOException {
        ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
        try (var client = new RawClient(root.getPort())) {
            client.send("GET /api/listings HTTP/1.1\r\nHost: site.example\r\n");
            dripping.scheduleWithFixedDelay(() -> drip(client), 0, 100, TimeUnit.MILLISECONDS);

            assertThat(client.answer(false)).hasValueSatisfying(answer -> {
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.isProblem()).isTrue();
            });
            assertThat(client.answer(false)).isEmpty();
        } finally {
            dripping.shutdownNow();
        }
    }

    @Test
    void halfOfHttp2sPrefaceIsCut() throws IOException {
        try (var client = new RawClient(root.getPort())) {
            client.send("PRI * HTTP/2.0\r\n");
            assertThat(client.answer(false))
                    .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(408));
        }
    }

    @Test
    void aConnectionThatRestsIsClosed() throws IOException {
        try (var client = new RawClient(root.getPort())) {
            client.send(ASKS);
            assertThat(client.answer(false)).isPresent();
            assertThat(client.answer(false)).isEmpty();
        }
    }

    @Test
    void oneThatRestsOverHttp2IsClosed() throws IOException {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
        // HEADERS of stream 1, ended: GET http / with the authority "a".
        byte[] asks = HexFormat.of().parseHex("000006010500000001" + "828684410161");
        for (byte[] request : new byte[][] {{}, asks}) {
            try (var client = new RawClient(root.getPort())) {
                List<Integer> frames = client.send(preface).send(request).frames();
                assertThat(frames.contains(HEADERS)).isEqualTo(request.length > 0);
                assertThat(frames).last().isEqualTo(GOAWAY);
            }
        }
    }

    @Test
    void oneAddressDoesNotHaveAllConnections() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            int served = 0;
            for (int i = 0; i < RawOrigin.CONNECTIONS_PER_ADDRESS + 10; i++) {
                var client = new RawClient(root.getPort());
                clients.add(client);
                served += client.send(ASKS).answer(false).isPresent() ? 1 : 0;
            }
            assertThat(served).isLessThanOrEqualTo(RawOrigin.CONNECTIONS_PER_ADDRESS);
            assertThat(served).isGreaterThan(RawOrigin.CONNECTIONS_PER_ADDRESS / 2);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        await().until(() -> {
            try (var client = new RawClient(root.getPort())) {
                return client.send(ASKS).answer(false).isPresent();
            }
        });
    }

    /** Each request that waits for its turn costs memory, and is not counted by any limit before it has come. */
    @Test
    void whoSendsEverAheadIsCut() throws IOException {
        try (var client = new RawClient(root.getPort())) {
            client.send(ASKS.repeat(101));
            assertThat(client.answer(false)).isEmpty();
        }
    }

    /** One more line; the first that cannot be sent is the last. */
    private static void drip(RawClient client) {
        try {
            client.send("X-A: b\r\n");
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
