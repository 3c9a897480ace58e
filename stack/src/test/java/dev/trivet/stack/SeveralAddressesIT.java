package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trivet.servers.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A service whose name stands for several addresses, as those of a headless Service or of compose's {@code --scale}. */
class SeveralAddressesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FIRST = "127.0.0.1";
    private static final String SECOND = "127.0.0.2";
    private static final String SPARE = "127.0.0.3";

    @TempDir
    Path folder;

    @Test
    void requestsGoToAllOfThemAndToThoseThatAreThere() throws IOException {
        assumeTrue(System.getProperty("os.name").startsWith("Linux"), "127.0.0.2 is an address of Linux' own");
        Path hosts = folder.resolve("hosts");
        int port = Ports.free();
        tell(hosts, FIRST);
        try (var gateway = LoneGateway.start(Map.of(
                "TRIVET_GATEWAY_ROUTES_SHOP",
                "http://shop.example:" + port,
                "JAVA_TOOL_OPTIONS",
                "-Dsun.net.inetaddr.ttl=0 -Djdk.net.hosts.file=" + hosts))) {
            shop(gateway.vertx(), FIRST, port);
            HttpServer second = shop(gateway.vertx(), SECOND, port);
            HttpClient client = gateway.vertx().createHttpClient();
            assertThat(ask(gateway, client)).containsOnlyKeys(FIRST);

            tell(hosts, FIRST, SECOND);
            await().atMost(PATIENCE).until(() -> ask(gateway, client).equals(Map.of(FIRST, 5L, SECOND, 5L)));

            Doors.await(second.close());
            for (int i = 0; i < 3; i++) {
                assertThat(ask(gateway, client)).containsOnlyKeys(FIRST);
            }
        }
    }

    /** As in the chart: pods by a headless Service, whose addresses a name server may keep too long, and a spare. */
    @Test
    void whoseAddressesAreAllOldIsReachedByTheSpare() throws IOException {
        assumeTrue(System.getProperty("os.name").startsWith("Linux"), "127.0.0.2 is an address of Linux' own");
        Path hosts = folder.resolve("hosts");
        int port = Ports.free();
        tell(hosts, FIRST, SECOND);
        try (var gateway = LoneGateway.start(Map.of(
                "TRIVET_GATEWAY_ROUTES_SHOP",
                "http://shop.example:" + port + ";weight=999,http://" + SPARE + ":" + port,
                "JAVA_TOOL_OPTIONS",
                "-Dsun.net.inetaddr.ttl=0 -Djdk.net.hosts.file=" + hosts))) {
            HttpServer first = shop(gateway.vertx(), FIRST, port);
            HttpServer second = shop(gateway.vertx(), SECOND, port);
            HttpClient client = gateway.vertx().createHttpClient();
            await().atMost(PATIENCE).until(() -> ask(gateway, client).equals(Map.of(FIRST, 5L, SECOND, 5L)));

            shop(gateway.vertx(), SPARE, port);
            Doors.await(first.close());
            Doors.await(second.close());
            for (int i = 0; i < 3; i++) {
                assertThat(ask(gateway, client)).containsOnlyKeys(SPARE);
            }

            // The name stands for nothing now; what it stood for is kept, and where it was somebody is back.
            Files.writeString(hosts, "127.0.0.1 localhost\n");
            shop(gateway.vertx(), SECOND, port);
            await().atMost(PATIENCE).until(() -> ask(gateway, client).keySet().equals(Set.of(SECOND)));
        }
    }

    /** Who answers ten requests, which are answered all. */
    private static Map<String, Long> ask(LoneGateway gateway, HttpClient client) {
        return IntStream.range(0, 10)
                .mapToObj(i -> Doors.await(client.request(HttpMethod.GET, gateway.port(), FIRST, "/shop/" + i)
                                .compose(request -> request.send())
                                .compose(answer -> answer.body()))
                        .toString())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static HttpServer shop(Vertx vertx, String address, int port) {
        return Doors.await(vertx.createHttpServer()
                .requestHandler(request -> request.response().end(address))
                .listen(port, address));
    }

    private static void tell(Path hosts, String... addresses) throws IOException {
        List<String> lines = List.of(addresses).stream()
                .map(address -> address + " shop.example")
                .toList();
        Files.writeString(hosts, "127.0.0.1 localhost\n" + String.join("\n", lines) + "\n");
    }
}
