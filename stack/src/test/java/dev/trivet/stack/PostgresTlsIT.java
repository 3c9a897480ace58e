package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What DATABASE_URL and DATABASE_CA say of TLS holds for both drivers: the one that migrates at the start, and the one that
 * serves. The certificate is for localhost, and the server refuses connections without TLS.
 */
class PostgresTlsIT {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Path data;
    private static Certificate trusted;
    private static Certificate elsewhere;
    private static PostgresServer secured;
    private static PostgresServer plain;
    private static int securedPort;
    private static int plainPort;

    @BeforeAll
    static void start() throws IOException {
        data = Files.createTempDirectory("trivet-postgres-tls");
        trusted = Certificate.forName(data, "localhost");
        elsewhere = Certificate.forName(data, "elsewhere.example");
        securedPort = Ports.free();
        secured = PostgresServer.startTls(
                data.resolve("secured"), securedPort, trusted.authority(), trusted.privateKey());
        plainPort = Ports.free();
        plain = PostgresServer.start(data.resolve("plain"), plainPort);
    }

    @AfterAll
    static void stop() {
        for (PostgresServer server : new PostgresServer[] {secured, plain}) {
            if (server != null) {
                server.close();
            }
        }
        Folders.delete(data);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, ?sslmode=verify-full, true",
        "127.0.0.1, ?sslmode=verify-ca, true",
        "localhost, ?sslmode=require, false",
    })
    void bothDriversSpeakTls(String host, String options, boolean authority) throws IOException {
        int health = Ports.free();
        try (Service service = service(
                health, address(host, securedPort, options), authority ? trusted.authority() : null, Map.of())) {
            service.start();

            // It has migrated then.
            Fleet.awaitReady(service);
            assertThat(database(health).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost | ?sslmode=verify-full | elsewhere | PKIX          | SSL handshake failed",
                "127.0.0.1 | ?sslmode=verify-full | trusted   | 127.0.0.1     | SSL handshake failed",
                "plain     | ?sslmode=require     |           | support SSL   | does not handle SSL",
            })
    void bothDriversRefuseWhatIsNotAsItShouldBe(
            String host, String options, String authority, String toMigrate, String toServe) throws IOException {
        String url =
                host.equals("plain") ? address("localhost", plainPort, options) : address(host, securedPort, options);
        Path file = authority == null ? null : (authority.equals("trusted") ? trusted : elsewhere).authority();
        try (Service migrating = service(Ports.free(), url, file, Map.of());
                Service serving =
                        service(Ports.free(), url, file, Map.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "false"))) {
            migrating.start();
            serving.start();

            await().atMost(SOON)
                    .until(() ->
                            !migrating.handle().isAlive() && !serving.handle().isAlive());
            assertThat(Files.readAllLines(migrating.log()))
                    .noneMatch(line -> line.startsWith("\tat "))
                    .last()
                    .asString()
                    .contains("PostgreSQL cannot be used as DATABASE_URL and DATABASE_CA say", toMigrate);
            assertThat(Files.readString(serving.log())).contains(toServe);
        }
    }

    private static String address(String host, int port, String options) {
        return "postgresql://postgres:postgres@" + host + ":" + port + "/postgres" + options;
    }

    private static Service service(int health, String url, Path authority, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_PROFILE",
                "dev",
                "TRIVET_PACK",
                HOME.resolve("packs/lokroom.yaml").toString(),
                "REDIS_URL",
                "redis://localhost:" + Ports.free(),
                "QUARKUS_FLYWAY_CONNECT_RETRIES",
                "0",
                "DATABASE_URL",
                url));
        if (authority != null) {
            environment.put("DATABASE_CA", authority.toString());
        }
        environment.putAll(more);
        return new Service("session-service", HOME, Ports.free(), health, data.resolve("logs-" + health), environment);
    }

    private static HttpResponse<String> database(int health) throws IOException {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health + "/health/database"))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
