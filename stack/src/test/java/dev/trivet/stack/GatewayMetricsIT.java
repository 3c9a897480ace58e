package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Ports;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketConnectOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The figures that the documentation promises, after everything has happened that they tell of. */
class GatewayMetricsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path DOCUMENTATION = Path.of(System.getProperty("trivet.home"), "docs/operations.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(trivet_(?:limits|gateway|pack)_[a-z_]+)(?:\\{([a-z,]+)})?` \\|", Pattern.MULTILINE);
    private static final Map<String, String> SOMEBODY_ELSE = Map.of("X-Forwarded-For", "198.51.100.7");

    @TempDir
    static Path folder;

    private static LoneGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        Certificate certificate = Certificate.forName(folder, "localhost");
        gateway = LoneGateway.start(Map.of(
                "TRIVET_LIVE_IDLE_TIMEOUT",
                "1s",
                "TRIVET_RELOAD_EVERY",
                "100ms",
                "TRIVET_GATEWAY_CONCURRENCY_PER_CLIENT",
                "2",
                "TRIVET_GATEWAY_TLS_CERTIFICATE",
                certificate.authority().toString(),
                "TRIVET_GATEWAY_TLS_KEY",
                certificate.privateKey().toString(),
                "QUARKUS_HTTP_SSL_PORT",
                Integer.toString(Ports.free())));
        client = gateway.vertx().createHttpClient();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** A figure by its name and labels. */
    private record Figure(String name, List<String> labels) {

        boolean isIn(String line) {
            return line.startsWith(name) && labels.stream().allMatch(label -> line.contains(label + "=\""));
        }
    }

    @Test
    void allAreThere() throws IOException {
        for (int i = 0; i < 190; i++) {
            assertThat(Doors.await(gateway.get(client, "/shop/hammer"))).isEqualTo(200);
        }
        tooManyAtATime();
        somethingLive();
        aTargetThatFails();
        gateway.talkNonsense();
        anotherPack();

        List<Figure> documented = documented();
        assertThat(documented).hasSizeGreaterThan(15);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(documented)
                .filteredOn(figure -> !isThere(figure))
                .isEmpty());
        // One of two hundred each, and a few of somebody else's at the beginning.
        List<Double> use = useOfTheWideLimit();
        assertThat(use.get(0)).as("up to 50 percent").isGreaterThanOrEqualTo(100);
        assertThat(use.get(1) - use.get(0)).as("up to 80").isEqualTo(60);
        assertThat(use.get(2) - use.get(1)).as("up to 90").isEqualTo(20);
    }

    private static void tooManyAtATime() {
        Stream.generate(() -> gateway.get(client, "/shop/hang")).limit(2).toList();
        await().atMost(PATIENCE).until(() -> Doors.await(gateway.get(client, "/shop/hammer")) == 429);
    }

    private static void somethingLive() {
        Doors.await(gateway.vertx()
                .createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(gateway.port())
                        .setURI("/shop/socket")
                        .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(SOMEBODY_ELSE))));
    }

    private static void aTargetThatFails() {
        for (int i = 0; i < 5; i++) {
            assertThat(Doors.await(gateway.ask(client, HttpMethod.GET, "/shop/break", SOMEBODY_ELSE, "")))
                    .isEqualTo(503);
        }
    }

    private static void anotherPack() throws IOException {
        Path pack = gateway.pack();
        Files.writeString(pack, Files.readString(pack).replace("limit: 200", "limit: 300"));
    }

    private static List<Figure> documented() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENTATION))
                .results()
                .map(row -> new Figure(
                        row.group(1),
                        row.group(2) == null ? List.of() : List.of(row.group(2).split(","))))
                .toList();
    }

    private static boolean isThere(Figure figure) {
        return figures().stream().anyMatch(figure::isIn);
    }

    /** How many decisions found it used up so far, by the histogram's bounds. */
    private static List<Double> useOfTheWideLimit() {
        return figures().stream()
                .filter(line -> line.startsWith("trivet_limits_use_percent_bucket{limit=\"wide\""))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .sorted()
                .toList();
    }

    private static List<String> figures() {
        return Doors.await(client.request(HttpMethod.GET, gateway.managementPort(), "127.0.0.1", "/metrics")
                        .compose(request -> request.send())
                        .compose(answer -> answer.body()))
                .toString()
                .lines()
                .toList();
    }
}
