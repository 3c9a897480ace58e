package dev.trivet.gateway.proxy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How requests and answers stream through the gateway, seen on the wire from both sides. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
@QuarkusTestResource(value = RawUpstream.class, restrictToAnnotatedClass = true)
class StreamsTest {

    /** More than this the sockets' own buffers and the gateway's do not hold together: Linux' grow to 32 MB for what comes in. */
    private static final long IN_BETWEEN = 48L << 20;

    private static final Buffer PIECE = Buffer.buffer(new byte[32 * 1024]);

    RawUpstream upstream;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource
    URL root;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        // Twice, since the gateway leaves an upstream alone that fails half of the time.
        upstream.does(call -> call.answer("well"));
        await().until(() -> isWell() && isWell());
    }

    @Test
    void eventsArriveOneByOne() throws IOException {
        upstream.does(
                call -> call.head("HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked"));
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.1");
            assertThat(client.head())
                    .contains("content-type: text/event-stream")
                    .element(0)
                    .isEqualTo("HTTP/1.1 200 OK");

            for (String event : List.of("data: 1\n\n", "data: 2\n\n")) {
                upstream.last().write("9\r\n" + event + "\r\n");
                assertThat(client.line()).isEqualTo("9");
                assertThat(client.read(11)).isEqualTo(event + "\r\n");
            }
        }
    }

    @Test
    void aClientThatDoesNotReadStopsTheUpstream() throws IOException {
        long whole = 256L << 20;
        AtomicLong sent = new AtomicLong();
        upstream.does(call -> {
            call.head("HTTP/1.1 200 OK", "Content-Length: " + whole);
            pour(call.socket(), sent, whole);
        });
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.1");
            client.head();
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(IN_BETWEEN);

            byte[] taken = new byte[64 * 1024];
            long received = 0;
            while (received < whole) {
                received += client.skip(taken);
                assertThat(sent.get() - received).isLessThan(IN_BETWEEN);
            }
        }
    }

    @Test
    void anUpstreamThatDoesNotReadStopsTheClient() throws Exception {
        long whole = 64L << 20;
        AtomicLong received = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        upstream.does(call -> {
            call.socket().pause();
            call.body(data -> {
                if (received.addAndGet(data.length()) == whole) {
                    call.answer("all");
                }
            });
        });
        try (RawClient client = client()) {
            client.request("POST /api/listings HTTP/1.1", "Content-Length: " + whole);
            Thread sender = new Thread(() -> {
                byte[] piece = PIECE.getBytes();
                try {
                    while (sent.get() < whole) {
                        client.write(piece);
                        sent.addAndGet(piece.length);
                    }
                } catch (IOException cut) {
                    sent.set(-1);
                }
            });
            sender.start();
            awaitStandstill(sent);
            assertThat(sent.get()).isBetween(1L, IN_BETWEEN);

            upstream.last().socket().resume();
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
            sender.join();
        }
        assertThat(sent.get()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10", "Transfer-Encoding: chunked"})
    void anAnswerThatIsCutShortIsSeenToBe(String framing) throws IOException {
        upstream.does(call -> {
            call.head("HTTP/1.1 200 OK", framing);
            call.write(framing.startsWith("T") ? "5\r\nhello\r\n" : "hello");
            call.socket().close();
        });
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.1");
            assertThat(client.head()).contains(framing.toLowerCase());

            assertThat(client.readToEnd()).contains("hello").doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void anAnswerThatEndsByClosingIsFramedForTheClient() throws IOException {
        upstream.does(call -> {
            call.head("HTTP/1.0 200 OK", "Content-Type: text/plain");
            call.write("hello");
            call.socket().close();
        });
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.1");
            assertThat(client.head()).contains("transfer-encoding: chunked");
            assertThat(client.read(15)).isEqualTo("5\r\nhello\r\n0\r\n\r\n");

            client.request("GET /api/listings HTTP/1.1");
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "keep-alive"})
    void aClientOfHttp10GetsNoChunks(String connection) throws IOException {
        upstream.does(call -> {
            call.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            call.write("5\r\nhello\r\n0\r\n\r\n");
        });
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.0", "Connection: " + connection);
            assertThat(client.head()).noneMatch(line -> line.startsWith("transfer-encoding"));
            assertThat(client.readToEnd()).isEqualTo("hello");
        }
    }

    @Test
    void aClientOfHttp10SeesACutToo() throws IOException {
        upstream.does(call -> {
            call.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            call.write("5\r\nhello\r\n");
        });
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.0");
            client.head();
            assertThat(client.read(5)).isEqualTo("hello");

            upstream.last().socket().close();

            assertThatThrownBy(client::readToEnd).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/3.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nX-Long: LONG\r\nContent-Length: 5\r\n\r\nhello",
                "hello\r\n\r\n"
            })
    void whatIsNoAnswerIs502(String bytes) throws IOException {
        upstream.does(call -> call.write(bytes.replace("LONG", "x".repeat(100_000))));
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.1");
            assertThat(client.head())
                    .contains("content-type: application/problem+json")
                    .element(0)
                    .isEqualTo("HTTP/1.1 502 Bad Gateway");
        }
    }

    @Test
    void answersWithoutABodyKeepTheConnectionInStep() throws IOException {
        upstream.does(call -> {
            if (call.line().startsWith("HEAD")) {
                call.head("HTTP/1.1 200 OK", "Content-Length: 5");
            } else if (call.header("If-None-Match") != null) {
                call.head("HTTP/1.1 304 Not Modified", "ETag: \"a\"", "Content-Length: 5");
            } else {
                call.head("HTTP/1.1 204 No Content", "Content-Length: 5");
            }
        });
        try (RawClient client = client()) {
            client.request("HEAD /api/listings HTTP/1.1");
            assertThat(client.head())
                    .contains("content-length: 5")
                    .noneMatch(line -> line.startsWith("transfer-encoding"));
            client.request("GET /api/listings HTTP/1.1", "If-None-Match: \"a\"");
            assertThat(client.head()).contains("etag: \"a\"").element(0).isEqualTo("HTTP/1.1 304 Not Modified");
            client.request("DELETE /api/listings HTTP/1.1");
            assertThat(client.head())
                    .noneMatch(line -> line.startsWith("content-length"))
                    .noneMatch(line -> line.startsWith("transfer-encoding"))
                    .element(0)
                    .isEqualTo("HTTP/1.1 204 No Content");
            client.request("HEAD /api/listings HTTP/1.1");
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(upstream.calls())
                .filteredOn(call -> call.line().startsWith("DELETE"))
                .singleElement()
                .matches(call -> call.header("Transfer-Encoding") == null);
    }

    @Test
    void earlyHintsAreLeftOut() throws IOException {
        upstream.does(call -> {
            call.head("HTTP/1.1 103 Early Hints", "Link: </a.css>; rel=preload");
            call.answer("hello");
        });
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.1");
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void whenTheClientGoesTheUpstreamIsLetGo() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        upstream.does(call -> call.socket().closeHandler(gone -> closed.set(true)));
        try (RawClient client = client()) {
            client.request("GET /api/listings HTTP/1.1");
            await().until(() -> upstream.calls().size() == 1);
        }
        await().untilTrue(closed);
    }

    @Test
    void whenTheClientGoesHalfWayThroughABodyTheUpstreamSeesNoEnd() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        Buffer received = Buffer.buffer();
        upstream.does(call -> {
            call.socket().closeHandler(gone -> closed.set(true));
            call.body(received::appendBuffer);
        });
        try (RawClient client = client()) {
            client.request("POST /api/listings HTTP/1.1", "Transfer-Encoding: chunked");
            client.write("5\r\nhello\r\n");
            await().until(() -> received.toString().contains("hello"));
        }
        await().untilTrue(closed);
        assertThat(received.toString()).doesNotContain("0\r\n\r\n");
    }

    @Test
    void whoAsksMayWeSendIsToldYesOnlyWhenItIsRead() throws IOException {
        upstream.does(call -> call.body(body -> call.answer(body.toString())));
        try (RawClient client = client()) {
            client.request("POST /api/listings HTTP/1.1", "Expect: 100-continue", "Content-Length: 5");
            assertThat(client.head()).containsExactly("HTTP/1.1 100 Continue");
            client.write("hello");
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.read(5)).isEqualTo("hello");
        }
        assertThat(upstream.last().header("Expect")).isNull();
    }

    @Test
    void whoIsRefusedIsNotToldToSendFirst() throws IOException {
        try (RawClient client = client()) {
            client.request(
                    "POST /api/listings HTTP/1.1",
                    "Expect: 100-continue",
                    "Content-Length: 5",
                    "Authorization: Bearer not.a.token");
            assertThat(client.head()).element(0).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
    }

    /** The upstream knows after the first bytes that it will not have this; the client learns it, and is then cut off. */
    @Test
    void anAnswerMayComeBeforeTheBodyIsWhole() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        upstream.does(call -> {
            call.socket().closeHandler(gone -> closed.set(true));
            call.head("HTTP/1.1 422 Unprocessable Content", "Content-Length: 2");
            call.write("no");
        });
        try (RawClient client = client()) {
            client.request("POST /api/listings HTTP/1.1", "Content-Length: 1000");
            client.write("hello");
            assertThat(client.head()).element(0).asString().startsWith("HTTP/1.1 422");
            assertThat(client.read(2)).isEqualTo("no");
            assertThat(client.readToEnd()).isEmpty();
        }
        await().untilTrue(closed);
    }

    @Test
    void whatGoesInCirclesIsStopped() throws IOException {
        try (RawClient client = client()) {
            client.request(
                    "GET /api/listings HTTP/1.1",
                    "Via: 1.1 trivet, 2 trivet",
                    "Via: 1.1 trivet, 1.1 trivet, 1.1 a, 2 trivet, 2 trivet");
            assertThat(client.head()).element(0).asString().startsWith("HTTP/1.1 508");
        }
    }

    @Test
    void theUpstreamIsToldByWhomAndForWhom() throws IOException {
        upstream.does(call -> {
            call.head(
                    "HTTP/1.1 200 OK",
                    "Content-Length: 0",
                    "Connection: X-Hop",
                    "X-Hop: 1",
                    "Set-Cookie: a=1",
                    "Set-Cookie: b=2",
                    "Vary: Accept-Encoding",
                    "Via: 1.1 cdn");
        });
        try (RawClient client = client()) {
            client.request(
                    "GET /api/listings?a=b HTTP/1.1",
                    "Connection: X-Trivet-Address, X-Forwarded-Host, Via, traceparent",
                    "X-Trivet-User: admin",
                    "X_Trivet_User: admin",
                    "Cookie: a=1",
                    "Accept-Encoding: gzip",
                    "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            assertThat(client.head())
                    .contains(
                            "set-cookie: a=1",
                            "set-cookie: b=2",
                            "vary: Accept-Encoding, Origin",
                            "via: 1.1 cdn, 1.1 trivet")
                    .noneMatch(line -> line.startsWith("x-hop"));
        }
        RawUpstream.Call call = upstream.last();
        assertThat(call.line()).isEqualTo("GET /api/listings?a=b HTTP/1.1");
        assertThat(call.head().toLowerCase()).doesNotContain("admin").contains("accept-encoding: gzip");
        assertThat(call.all("X-Forwarded-Host")).containsExactly("site.example");
        assertThat(call.all("Via")).containsExactly("1.1 trivet");
        assertThat(call.all("X-Trivet-Address")).hasSize(1);
        assertThat(call.all("traceparent")).singleElement().asString().contains("0af7651916cd43dd8448eb211c80319c");
    }

    private RawClient client() throws IOException {
        return new RawClient(root.getPort());
    }

    /** Writes for as long as the other side takes it. */
    private static void pour(NetSocket socket, AtomicLong sent, long whole) {
        while (sent.get() < whole && !socket.writeQueueFull()) {
            socket.write(PIECE);
            sent.addAndGet(PIECE.length());
        }
        if (sent.get() < whole) {
            socket.drainHandler(drained -> pour(socket, sent, whole));
        }
    }

    /** Waits until a figure has not changed for a while: until then it may still be growing. */
    private static void awaitStandstill(AtomicLong figure) {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(60))
                .until(() -> figure.get() > 0 && before.getAndSet(figure.get()) == figure.get());
    }

    private boolean isWell() {
        String[] from = RawClient.elsewhere().split(": ");
        return given().header(from[0], from[1]).get("/api/listings").statusCode() == 200;
    }
}
