package dev.trivet.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.gateway.RawClient;
import dev.trivet.gateway.RawHttp2;
import dev.trivet.gateway.RawUpstream;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As many slow bodies as there are places, all of one address: others do not notice. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
@QuarkusTestResource(value = RawUpstream.class, restrictToAnnotatedClass = true)
@TestProfile(SharesTest.Patient.class)
class SharesTest {

    private static final int ROOM = 256;
    private static final int SHARE = 64;
    private static final int STREAMS = 86;
    private static final int LOOPS = 8;

    /** Each has limits of its own, and none of those is met. */
    private static final List<String> PATHS =
            List.of("/api/listings", "/api/bookings", "/api/reviews", "/api/amenities");

    private final List<AutoCloseable> clients = new ArrayList<>();

    RawUpstream upstream;

    @Inject
    MeterRegistry meters;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource
    URL root;

    public static class Patient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trivet.gateway.body-timeout", "5m", "trivet.gateway.connect-timeout", "1m");
        }
    }

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> RestAssured.get(readiness).statusCode() == 200);
        upstream.does(call -> {
            if (call.line().startsWith("GET")) {
                call.answer("well");
            } else {
                call.body(data -> {});
            }
        });
        await().until(() -> get("10.8.0.9").statusCode() == 200);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        await().until(() -> gauge("trivet.gateway.in.flight") == 0);
    }

    @Test
    void overHttp1() throws Exception {
        String greedy = "10.8.0.1";
        double before = shed();
        for (int i = 0; i < ROOM; i++) {
            RawClient client = new RawClient(root.getPort());
            clients.add(client);
            String path = PATHS.get(i % PATHS.size());
            client.send("POST " + path + " HTTP/1.1", "Host: a", "X-Forwarded-For: " + greedy, "Content-Length: 1000")
                    .write("hello");
        }

        assertThatOthersDoNotNotice(greedy, before);
    }

    @Test
    void overHttp2() throws Exception {
        String greedy = "10.8.0.2";
        double before = shed();
        for (int i = 0; i < ROOM; i += STREAMS) {
            RawHttp2 client = new RawHttp2(root.getPort(), greedy);
            clients.add(client);
            for (int j = i; j < Math.min(ROOM, i + STREAMS); j++) {
                int stream = client.request("POST", PATHS.get(j % PATHS.size()), 0, "content-length=1000");
                client.data(stream, 0, "hello");
            }
        }

        assertThatOthersDoNotNotice(greedy, before);
    }

    private void assertThatOthersDoNotNotice(String greedy, double before) throws Exception {
        await().until(() -> gauge("trivet.gateway.in.flight") + shed() - before >= ROOM);
        // Connections go round the event loops, of which one may have all that the greedy one has.
        for (int loop = 0; loop < LOOPS; loop++) {
            try (RawClient other = new RawClient(root.getPort())) {
                other.request("GET /api/listings HTTP/1.1");
                assertThat(other.head()).element(0).isEqualTo("HTTP/1.1 200 OK");
            }
        }
        await().until(() -> gauge("trivet.gateway.in.flight") == SHARE);
        get(greedy).then().statusCode(429).header("Retry-After", "1").contentType("application/problem+json");

        for (AutoCloseable client : clients) {
            client.close();
        }

        await().until(() -> gauge("trivet.gateway.in.flight") == 0);
        assertThat(get(greedy).statusCode()).isEqualTo(200);
    }

    private Response get(String from) {
        return RestAssured.given().header("X-Forwarded-For", from).get("/api/listings");
    }

    private double gauge(String name) {
        return meters.get(name).tag("upstream", "api-service").gauge().value();
    }

    private double shed() {
        return meters.find("trivet.gateway.shed").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
