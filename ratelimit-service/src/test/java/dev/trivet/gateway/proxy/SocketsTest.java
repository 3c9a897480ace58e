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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** WebSockets through the gateway, seen on the wire from both sides. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
@QuarkusTestResource(value = RawUpstream.class, restrictToAnnotatedClass = true)
class SocketsTest {

    private static final String PATH = "GET /api/listings HTTP/1.1";

    /** The example of RFC 6455 section 1.3. */
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String UPGRADE = "Upgrade: websocket";
    private static final String CONNECTION = "Connection: keep-alive, Upgrade";
    private static final String VERSION = "Sec-WebSocket-Version: 13";

    /** More than the gateway's sockets hold: Linux lets their buffers grow to 32 MB for what comes in, and 4 MB for the rest. */
    private static final long IN_BETWEEN = 48L << 20;

    RawUpstream upstream;
    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource
    URL root;

    private final UUID user = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        upstream.does(call -> call.answer("well"));
        await().until(() -> isWell() && isWell());
        upstream.does(SocketsTest::grant);
        people.saysActive(true);
    }

    @Test
    void bytesGoBothWaysAsTheyAreFromTheFirstOn() throws IOException {
        Buffer received = Buffer.buffer();
        upstream.does(call -> {
            call.body(received::appendBuffer);
            call.write(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + ACCEPT
                            + "\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n\u0082\u0005first");
        });
        try (RawClient client = client()) {
            open(client, "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Extensions: permessage-deflate");
            assertThat(client.head())
                    .contains(
                            "connection: Upgrade",
                            "upgrade: websocket",
                            ACCEPT.replace("Sec-WebSocket-Accept", "sec-websocket-accept"),
                            "sec-websocket-protocol: chat",
                            "sec-websocket-extensions: permessage-deflate")
                    .element(0)
                    .isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(client.read(7)).endsWith("first");

            client.write("\u00c2\u0083abcdxyz");
            await().until(() -> received.length() == 9);
            assertThat(received.toString(StandardCharsets.ISO_8859_1)).isEqualTo("\u00c2\u0083abcdxyz");
        }
        assertThat(upstream.last().all("Connection")).containsExactly("Upgrade");
        assertThat(upstream.last().header("X-Trivet-Address")).isNotNull();
    }

    @Test
    void whoeverMayNotIsRefusedBeforeTheServiceIsAsked() throws IOException {
        try (RawClient client = client()) {
            open(client, "Authorization: Bearer not.a.token");
            assertThat(client.head())
                    .contains("content-type: application/problem+json")
                    .element(0)
                    .isEqualTo("HTTP/1.1 401 Unauthorized");
        }
        assertThat(upstream.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 " + VERSION,
                "400 " + VERSION + "\r\nSec-WebSocket-Key: short",
                "400 " + VERSION + "\r\n" + KEY + "\r\n" + KEY,
                "426 Sec-WebSocket-Version: 8\r\n" + KEY,
                "426 " + KEY
            })
    void whatIsNoHandshakeIsRefused(String statusAndHeaders) throws IOException {
        try (RawClient client = client()) {
            client.request(PATH, UPGRADE, CONNECTION, statusAndHeaders.substring(4));
            assertThat(client.head()).element(0).asString().startsWith("HTTP/1.1 " + statusAndHeaders.substring(0, 3));
        }
        assertThat(upstream.calls()).isEmpty();
    }

    @Test
    void aServicesRefusalIsPassedOnAndTheConnectionGoesOn() throws IOException {
        upstream.does(
                call -> call.head("HTTP/1.1 403 Forbidden", "Content-Length: 2").write("no"));
        try (RawClient client = client()) {
            open(client);
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 403 Forbidden");
            assertThat(client.read(2)).isEqualTo("no");

            upstream.does(call -> call.answer("yes"));
            client.request(PATH);
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    /** Else a service that understood nothing would be sent bytes that it takes for requests. */
    @Test
    void aConsentThatIsNoneIs502() throws IOException {
        upstream.does(call -> call.head(
                "HTTP/1.1 101 Switching Protocols", UPGRADE, "Connection: Upgrade", "Sec-WebSocket-Accept: yes"));
        try (RawClient client = client()) {
            open(client);
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 502 Bad Gateway");
        }
    }

    @Test
    void aTokenMayComeAsASubprotocolAndGoesNoFurther() throws IOException {
        try (RawClient client = client()) {
            open(client, "Sec-WebSocket-Protocol: trivet, bearer." + people.token(user, session, "member"));
            assertThat(client.head())
                    .contains("sec-websocket-protocol: trivet")
                    .element(0)
                    .asString()
                    .contains("101");
        }
        assertThat(upstream.last().header("X-Trivet-User")).isEqualTo(user.toString());
        assertThat(upstream.last().head()).doesNotContain("bearer").doesNotContain("Sec-WebSocket-Protocol");
    }

    @Test
    void aSocketEndsWithItsSessionAndIsToldSoBetweenTwoFrames() throws IOException {
        Buffer received = Buffer.buffer();
        upstream.does(call -> {
            grant(call);
            call.body(received::appendBuffer).write("\u0082\u0006fir");
        });
        try (RawClient client = client()) {
            open(client, "Authorization: Bearer " + people.token(user, session, "member"));
            client.head();
            assertThat(client.read(5)).endsWith("fir");

            people.withdraws(session);
            await().until(() -> received.length() > 0);
            upstream.last().write("st!\u0082\u0006second");

            assertThat(client.readToEnd()).startsWith("st!\u0088").endsWith("\u0011\u0031signed out");
        }
        assertThat(received.getByte(0)).isEqualTo((byte) 0x88);
    }

    @Test
    void aStreamOfEventsEndsWithItsSession() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        upstream.does(call -> {
            call.socket().closeHandler(gone -> closed.set(true));
            call.head("HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
        });
        try (RawClient client = client()) {
            client.request(PATH, "Authorization: Bearer " + people.token(user, session, "member"));
            client.head();

            people.withdraws(session);

            assertThat(client.readToEnd()).isEmpty();
        }
        await().untilTrue(closed);
    }

    @Test
    void whenTheServiceClosesAllThatItSaidArrives() throws IOException {
        int bytes = 4 << 20;
        upstream.does(call -> {
            grant(call);
            call.socket().write(Buffer.buffer(new byte[bytes]));
            call.socket().close();
        });
        try (RawClient client = client()) {
            open(client);
            client.head();
            assertThat(client.readToEnd()).hasSize(bytes);
        }
    }

    @Test
    void whenTheClientGoesTheServiceIsLetGo() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        upstream.does(call -> {
            call.socket().closeHandler(gone -> closed.set(true));
            grant(call);
        });
        try (RawClient client = client()) {
            open(client);
            client.head();
        }
        await().untilTrue(closed);
    }

    @Test
    void aClientThatDoesNotReadStopsTheService() throws IOException {
        AtomicLong sent = new AtomicLong();
        upstream.does(call -> {
            grant(call);
            pour(call.socket(), sent);
        });
        try (RawClient client = client()) {
            open(client);
            client.head();
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(IN_BETWEEN);

            long before = sent.get();
            byte[] taken = new byte[64 * 1024];
            for (long received = 0; received < before + IN_BETWEEN; ) {
                received += client.skip(taken);
            }
            assertThat(sent.get()).isGreaterThan(before);
        }
    }

    @Test
    void aServiceThatDoesNotReadStopsTheClient() throws Exception {
        AtomicLong sent = new AtomicLong();
        upstream.does(call -> {
            grant(call);
            call.body(data -> {}).socket().pause();
        });
        try (RawClient client = client()) {
            open(client);
            client.head();
            Thread sender = new Thread(() -> {
                try {
                    for (byte[] piece = new byte[64 * 1024]; sent.get() < 4 * IN_BETWEEN; ) {
                        client.write(piece);
                        sent.addAndGet(piece.length);
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            sender.start();
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(IN_BETWEEN);

            upstream.last().socket().resume();
            sender.join();
            assertThat(sent.get()).isEqualTo(4 * IN_BETWEEN);
        }
    }

    @Test
    void nobodyHasAnyNumberOfThem() throws IOException {
        String from = RawClient.elsewhere();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                clients.add(openFrom(from));
                assertThat(clients.get(i).head()).element(0).asString().contains("101");
            }
            clients.add(openFrom(from));
            assertThat(clients.get(32).head()).element(0).isEqualTo("HTTP/1.1 429 Too Many Requests");

            clients.get(0).close();
            await().until(() -> {
                clients.add(openFrom(from));
                return clients.get(clients.size() - 1).head().get(0).contains("101");
            });
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private RawClient openFrom(String address) throws IOException {
        return client().send(PATH, "Host: site.example", address, UPGRADE, CONNECTION, KEY, VERSION);
    }

    private void open(RawClient client, String... more) throws IOException {
        List<String> headers = new ArrayList<>(List.of(UPGRADE, CONNECTION, KEY, VERSION));
        headers.addAll(List.of(more));
        client.request(PATH, headers.toArray(String[]::new));
    }

    private static void grant(RawUpstream.Call call) {
        call.head("HTTP/1.1 101 Switching Protocols", UPGRADE, "Connection: Upgrade", ACCEPT);
    }

    private static void pour(NetSocket socket, AtomicLong sent) {
        Buffer piece = Buffer.buffer(new byte[32 * 1024]);
        while (!socket.writeQueueFull()) {
            socket.write(piece);
            sent.addAndGet(piece.length());
        }
        socket.drainHandler(drained -> pour(socket, sent));
    }

    private static void awaitStandstill(AtomicLong figure) {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(60))
                .until(() -> figure.get() > 0 && before.getAndSet(figure.get()) == figure.get());
    }

    private RawClient client() throws IOException {
        return new RawClient(root.getPort());
    }

    private boolean isWell() {
        String[] from = RawClient.elsewhere().split(": ");
        return given().header(from[0], from[1]).get("/api/listings").statusCode() == 200;
    }
}
