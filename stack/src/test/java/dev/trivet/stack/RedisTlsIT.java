package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The three services on a Redis behind TLS and a password, and gateways that may not trust what they meet there. */
class RedisTlsIT {

    private static final String PASSWORD = "p@ss/w:rd-of-redis";
    private static final String WRONG_PASSWORD = "not-the-one-of-redis";
    private static final Duration SOON = Duration.ofSeconds(15);

    private static Path data;
    private static Certificate trusted;
    private static Certificate elsewhere;
    private static RedisServer redis;
    private static TlsFront front;
    private static TlsFront misnamed;
    private static TwoDoors doors;

    @BeforeAll
    static void start() throws IOException {
        data = Files.createTempDirectory("trivet-tls");
        trusted = Certificate.forName(data, "localhost");
        elsewhere = Certificate.forName(data, "redis.example");
        redis = RedisServer.start(data.resolve("redis"), Ports.free(), "--requirepass", PASSWORD);
        front = new TlsFront(trusted, redis.port());
        misnamed = new TlsFront(elsewhere, redis.port());
        doors = TwoDoors.open(
                "rediss://localhost:" + front.port(),
                Map.of(
                        "REDIS_PASSWORD",
                        PASSWORD,
                        "REDIS_CA",
                        trusted.authority().toString()));
    }

    @AfterAll
    static void stop() {
        if (doors != null) {
            doors.close();
        }
        front.close();
        misnamed.close();
        redis.close();
        Folders.delete(data);
    }

    @Test
    void aRequestsWholeWayIsTheSame() throws IOException {
        doors.walk();

        for (Service service : new Service[] {
            doors.site().stack().gateway(),
            doors.site().stack().content(),
            doors.site().stack().people()
        }) {
            assertThat(Files.readString(service.log())).doesNotContain(PASSWORD);
        }
    }

    @Test
    void anotherAuthorityIsNotBelieved() throws IOException {
        refused(Map.of("REDIS_CA", elsewhere.authority().toString()), "certificate is not trusted");
    }

    @Test
    void anotherNameIsNotBelieved() throws IOException {
        refused(
                Map.of(
                        "REDIS_URL",
                        "rediss://localhost:" + misnamed.port(),
                        "REDIS_CA",
                        elsewhere.authority().toString()),
                "certificate is not trusted, or is for another name");
    }

    @Test
    void aWrongPasswordIsSaidAndNotTold() throws IOException {
        refused(Map.of("REDIS_PASSWORD", WRONG_PASSWORD), "another user or password");
    }

    /** The gateway runs, goes on without Redis, and says why. */
    private static void refused(Map<String, String> settings, String why) throws IOException {
        int port = Ports.free();
        int health = Ports.free();
        try (Service gateway =
                doors.site().stack().gateway().another(port, health, data.resolve("logs-" + port), settings)) {
            gateway.start();
            Fleet.awaitReady(gateway);
            await().atMost(SOON).until(() -> Files.readString(gateway.log()).contains(why));
            assertThat(doors.site().manage(health, "/health/redis").status()).isEqualTo(503);
            assertThat(doors.site().sendTo(port, "GET", TwoDoors.LISTING, null).status())
                    .isEqualTo(200);
            assertThat(Files.readString(gateway.log())).doesNotContain(PASSWORD, WRONG_PASSWORD);
        }
    }

    @Test
    void settingsThatDoNotFitStopTheStartWithTheFix() {
        try (Service gateway = doors.site()
                .stack()
                .gateway()
                .another(Ports.free(), Ports.free(), data.resolve("logs-wrong"), Map.of("REDIS_MODE", "clutser"))) {
            gateway.start();
            await().atMost(SOON.multipliedBy(2)).until(() -> !gateway.handle().isAlive());
            assertThat(gateway.log()).content().contains("did you mean \"cluster\"?");
        }
    }
}
