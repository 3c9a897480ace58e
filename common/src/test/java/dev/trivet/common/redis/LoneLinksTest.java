package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.RedisServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Links to a Redis that is alone, which may be made a replica, or want a password. */
class LoneLinksTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofMillis(200);
    private static final Script WRITE = Script.beside(LoneLinksTest.class, "write.lua");

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(line.getMessage() + (line.getParameters() == null ? "" : List.of(line.getParameters())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Logger logger = Logger.getLogger(NodeConnector.class.getName());
    private Path home;

    @BeforeEach
    void listen() throws IOException {
        logger.addHandler(listener);
        home = Files.createTempDirectory("trivet-lone");
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listener);
        Folders.delete(home);
    }

    /** Sixteen connections, two at a time: with the usual two seconds for each they would take longer than is waited. */
    @Test
    void whoeverTakesAConnectionAndSaysNothingIsLeftWhenTheTimeToConnectIsOver() throws IOException {
        try (var silent = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            List<Socket> kept = new CopyOnWriteArrayList<>();
            var accepting = new Thread(() -> {
                try {
                    while (true) {
                        kept.add(silent.accept());
                    }
                } catch (IOException e) {
                    // Closed: the test is over.
                }
            });
            accepting.start();
            String url = "redis://127.0.0.1:" + silent.getLocalPort();
            try (var links = new Links(RedisClientType.STANDALONE, url, DEADLINE, Duration.ofMillis(50))) {
                await().atMost(SOON).until(() -> !links.answers(Command.PING) && kept.size() >= 16);
                assertThat(log).anyMatch(line -> line.contains("does not answer within TRIVET_REDIS_CONNECT_TIMEOUT"));
            }
        }
    }

    @Test
    void aMasterThatBecomesAReplicaIsNoMoreUsedUntilItIsOneAgain() {
        try (var redis = RedisServer.start(home.resolve("one"), Ports.free());
                var other = RedisServer.start(home.resolve("other"), Ports.free());
                var links = new Links(RedisClientType.STANDALONE, redis.url(), DEADLINE);
                Jedis admin = redis.connect()) {
            await().atMost(SOON).until(() -> links.answers(Command.SET, "key", "1"));

            admin.slaveof("127.0.0.1", other.port());

            // A script's error has words of its own around it; reads would still be answered.
            assertThatThrownBy(() -> Links.join(WRITE.run(links.all(), List.of("key"), List.of("2"))))
                    .hasMessageContaining("not connected");
            await().atMost(SOON).until(() -> !links.answers(Command.GET, "key"));
            await().atMost(SOON).until(() -> log.stream().anyMatch(line -> line.contains("replica")));

            admin.slaveofNoOne();
            await().atMost(SOON).until(() -> links.answers(Command.SET, "key", "3"));
        }
    }

    @Test
    void aWrongPasswordIsSaidOnceAndNotRepeated() {
        try (var redis = RedisServer.start(home, Ports.free(), "--requirepass", "right-password")) {
            for (String url : List.of("redis://:wrong-password@localhost:", "redis://localhost:")) {
                log.clear();
                try (var links = new Links(RedisClientType.STANDALONE, url + redis.port(), DEADLINE)) {
                    await().atMost(SOON).until(() -> !log.isEmpty());
                    assertThat(links.answers(Command.PING)).isFalse();
                    assertThat(log).singleElement().asString().contains("another user or password");
                }
                assertThat(log.toString()).doesNotContain("wrong-password");
            }
            try (var links = new Links(
                    RedisClientType.STANDALONE, "redis://:right-password@localhost:" + redis.port(), DEADLINE)) {
                await().atMost(SOON).until(() -> links.answers(Command.PING));
            }
        }
    }
}
