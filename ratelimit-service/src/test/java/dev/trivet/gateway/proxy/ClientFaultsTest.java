package dev.trivet.gateway.proxy;

import static dev.trivet.gateway.RawHttp2.END_HEADERS;
import static dev.trivet.gateway.RawHttp2.END_STREAM;
import static dev.trivet.gateway.RawHttp2.HEADERS;
import static dev.trivet.gateway.RawHttp2.RST_STREAM;
import static dev.trivet.gateway.RawHttp2.WINDOW_UPDATE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.gateway.RawClient;
import dev.trivet.gateway.RawHttp2;
import dev.trivet.gateway.RawUpstream;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URL;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients break, of which the upstream must not be told guilty: five times would shut out everybody. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
@QuarkusTestResource(value = RawUpstream.class, restrictToAnnotatedClass = true)
@TestProfile(ClientFaultsTest.Impatient.class)
class ClientFaultsTest {

    private static final String PATH = "/api/listings";
    private static final String UPSTREAM = "api-service";
    /** One more than eject a target. */
    private static final int TIMES = 6;

    private static final Set<String> FAILURES = Set.of("broken", "late", "unreachable", "unable");

    RawUpstream upstream;

    @Inject
    MeterRegistry meters;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource
    URL root;

    private final AtomicInteger letGo = new AtomicInteger();

    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trivet.gateway.body-timeout", "1s", "trivet.gateway.body-rate", "1M");
        }
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        // Twice, since the gateway leaves an upstream alone that fails half of the time.
        upstream.does(call -> call.answer("well"));
        await().until(() -> isWell() && isWell());
        upstream.does(call -> call.body(data -> {}).socket().closeHandler(gone -> letGo.incrementAndGet()));
    }

    /** What happens on a stream whose request has come as far as the upstream. */
    enum Fault {
        UPLOAD_RESET((client, stream) -> client.frame(RST_STREAM, 0, stream, "\0\0\0\10"), true),
        UPLOAD_CUT((client, stream) -> client.close(), true),
        BODY_TOO_SHORT((client, stream) -> client.data(stream, END_STREAM, "z"), true),
        BODY_TOO_LONG((client, stream) -> client.data(stream, END_STREAM, "zzzzzz"), true),
        BODY_TOO_SLOW((client, stream) -> client.status(), true),
        DATA_ON_STREAM_0((client, stream) -> client.data(0, 0, "x"), true),
        TRAILERS_WITHOUT_END(
                (client, stream) -> client.frame(HEADERS, END_HEADERS, stream, RawHttp2.fields("x-t=x")), true),
        TRAILERS_WITH_A_PATH(
                (client, stream) ->
                        client.frame(HEADERS, END_HEADERS | END_STREAM, stream, RawHttp2.fields(":path=/x")),
                true),
        DOWNLOAD_RESET((client, stream) -> client.frame(RST_STREAM, 0, stream, "\0\0\0\10"), false),
        DOWNLOAD_CUT((client, stream) -> client.close(), false),
        WINDOW_OF_NOTHING((client, stream) -> client.frame(WINDOW_UPDATE, 0, stream, "\0\0\0\0"), false),
        WINDOW_OVERFLOWS((client, stream) -> client.frame(WINDOW_UPDATE, 0, stream, "\177\377\377\377"), false),
        DATA_AFTER_THE_END((client, stream) -> client.data(stream, END_STREAM, "z"), false),
        FRAME_TOO_LONG((client, stream) -> client.frame(WINDOW_UPDATE, 0, stream, "x".repeat(20_000)), false);

        private final Act act;
        private final boolean body;

        Fault(Act act, boolean body) {
            this.act = act;
            this.body = body;
        }

        private interface Act {
            void on(RawHttp2 client, int stream) throws Exception;
        }
    }

    @ParameterizedTest
    @EnumSource
    void overHttp2(Fault fault) throws Exception {
        double before = failures();
        for (int i = 1; i <= TIMES; i++) {
            try (RawHttp2 client = new RawHttp2(root.getPort())) {
                int stream;
                if (fault.body) {
                    stream = client.request("POST", PATH, 0, "content-length=5");
                    client.data(stream, 0, "ab");
                } else {
                    stream = client.request("GET", PATH, END_STREAM);
                }
                int sofar = i;
                await().until(() -> upstream.calls().size() == sofar);
                fault.act.on(client, stream);
                await().until(() -> letGo.get() == sofar);
            }
        }
        assertThatNobodyIsBlamed(before);
    }

    /** What follows a head that says that nothing does. */
    @ParameterizedTest
    @EnumSource(Early.class)
    void overHttp2BeforeTheUpstreamHasIt(Early fault) throws Exception {
        double before = failures();
        for (int i = 0; i < TIMES; i++) {
            try (RawHttp2 client = new RawHttp2(root.getPort())) {
                int stream = client.request("POST", PATH, 0, "content-length=" + fault.length);
                client.data(stream, END_STREAM, fault.body);
                assertThat(client.status()).isNotEqualTo("200");
            }
        }
        assertThatNobodyIsBlamed(before);
    }

    enum Early {
        NONE_ANNOUNCED(0, "z"),
        ONE_TOO_FEW(2, "z"),
        ONE_TOO_MANY(1, "zz");

        private final int length;
        private final String body;

        Early(int length, String body) {
            this.length = length;
            this.body = body;
        }
    }

    enum OldFault {
        CUT(RawClient::close),
        HALF_CLOSED(client -> client.shutdownOutput()),
        NO_CHUNK(client -> client.write("xyz\r\n")),
        TOO_SLOW(client -> client.head());

        private final Act act;

        OldFault(Act act) {
            this.act = act;
        }

        private interface Act {
            void on(RawClient client) throws IOException;
        }
    }

    @ParameterizedTest
    @EnumSource
    void overHttp1(OldFault fault) throws Exception {
        double before = failures();
        for (int i = 1; i <= TIMES; i++) {
            try (RawClient client = new RawClient(root.getPort())) {
                client.request("POST " + PATH + " HTTP/1.1", "Transfer-Encoding: chunked");
                client.write("2\r\nab\r\n");
                int sofar = i;
                await().until(() -> upstream.calls().size() == sofar);
                fault.act.on(client);
                await().until(() -> letGo.get() == sofar);
            }
        }
        assertThatNobodyIsBlamed(before);
    }

    /**
     * An answer that the client has not read has left the upstream's connection all the same, and the connection serves the
     * next request. Whoever cancels then must not cut that one off.
     */
    @Test
    void whoCancelsAfterHisAnswerCameCutsNobodyOff() throws Exception {
        upstream.does(call -> {
            if (call.line().startsWith("GET")) {
                call.answer("x".repeat(20_000));
            }
        });
        try (RawHttp2 client = new RawHttp2(root.getPort())) {
            client.closesItsWindow();
            int unread = client.request("GET", PATH, END_STREAM);
            assertThat(client.status()).isEqualTo("200");

            client.request("POST", PATH, END_STREAM);
            await().until(() -> upstream.calls().size() == 2);
            assertThat(upstream.calls().get(1).socket())
                    .isSameAs(upstream.calls().get(0).socket());
            client.frame(RST_STREAM, 0, unread, "\0\0\0\10");
            // Answered by the gateway itself, and so after it knows of the reset.
            client.request("GET", "/nowhere", END_STREAM);
            assertThat(nextStatus(client)).isEqualTo("404");

            upstream.calls().get(1).answer("");
            assertThat(client.status()).isEqualTo("200");
        }
    }

    /** The gateway may confirm a reset first. */
    private static String nextStatus(RawHttp2 client) throws Exception {
        String status = client.status();
        return status == null ? client.status() : status;
    }

    private void assertThatNobodyIsBlamed(double before) {
        await().until(() -> inFlight() == 0);
        assertThat(failures()).isEqualTo(before);
        upstream.does(call -> call.answer("well"));
        assertThat(isWell()).isTrue();
    }

    private double failures() {
        double attempts = meters.find("trivet.gateway.upstream.attempts").tag("upstream", UPSTREAM).counters().stream()
                .filter(counter -> FAILURES.contains(counter.getId().getTag("outcome")))
                .mapToDouble(Counter::count)
                .sum();
        return attempts
                + meters.find("trivet.gateway.upstream.retries").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum();
    }

    private double inFlight() {
        return meters.get("trivet.gateway.in.flight")
                .tag("upstream", UPSTREAM)
                .gauge()
                .value();
    }

    private boolean isWell() {
        String[] from = RawClient.elsewhere().split(": ");
        return given().header(from[0], from[1]).get(PATH).statusCode() == 200;
    }
}
