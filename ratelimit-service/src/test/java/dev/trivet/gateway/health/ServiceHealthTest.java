package dev.trivet.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class ServiceHealthTest {

    private final Vertx vertx = Vertx.vertx();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    /** Connections to a replica that is leaving. */
    private final Set<InetSocketAddress> leaving = ConcurrentHashMap.newKeySet();

    /** Connections that are ended in place of an answer. */
    private final Set<InetSocketAddress> ending = ConcurrentHashMap.newKeySet();

    private volatile boolean down;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/health", exchange -> {
            connections.add(exchange.getRemoteAddress());
            if (ending.contains(exchange.getRemoteAddress())) {
                exchange.close();
                return;
            }
            boolean well = !down && !leaving.contains(exchange.getRemoteAddress());
            byte[] bytes = "{\"status\":\"%s\"}"
                    .formatted(well ? "healthy" : "unhealthy")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(well ? 200 : 503, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        vertx.close();
        server.stop(0);
    }

    @Test
    void aReplicaThatIsLeavingIsNotTheService() throws Exception {
        ServiceHealth services = new ServiceHealth(vertx);
        assertThat(status(services)).isEqualTo("healthy");
        leaving.addAll(connections);

        assertThat(status(services)).isEqualTo("healthy");
    }

    @Test
    void aReplicaThatEndsItsConnectionIsNotTheService() throws Exception {
        ServiceHealth services = new ServiceHealth(vertx);
        assertThat(status(services)).isEqualTo("healthy");
        ending.addAll(connections);

        assertThat(status(services)).isEqualTo("healthy");
    }

    @Test
    void aServiceThatIsUnwellIsAskedTwiceAndBelieved() throws Exception {
        down = true;

        assertThat(status(new ServiceHealth(vertx))).isEqualTo("unhealthy");
        assertThat(connections).hasSize(2);
    }

    @Test
    void aServiceThatIsAwayIsUnwell() throws Exception {
        server.stop(0);

        assertThat(status(new ServiceHealth(vertx))).isEqualTo("unhealthy");
    }

    private String status(ServiceHealth services) throws ExecutionException, InterruptedException, TimeoutException {
        URI address = URI.create("http://localhost:" + server.getAddress().getPort());
        return services.ask("api-service", address)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .getString("status");
    }
}
