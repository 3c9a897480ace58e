package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class RedisWatchTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createTempDirectory("trivet-watch");
    }

    @AfterEach
    void deleteHome() {
        Folders.delete(home);
    }

    @Test
    void aRedisThatKeepsItsFiguresToItselfIsUpAndOneThatIsGoneIsNot() {
        try (var redis = RedisServer.start(home, Ports.free(), "--maxmemory", "64mb");
                var links = new Links(RedisClientType.STANDALONE, redis.url(), Duration.ofSeconds(2));
                Jedis admin = redis.connect()) {
            var watch = new RedisWatch(null, links.all(), meters);
            assertThat(figure("trivet.redis.up")).isZero();
            await().atMost(SOON).until(() -> links.answers(Command.PING));

            look(watch, 1);
            await().atMost(SOON).until(() -> figure("trivet.redis.memory.bytes") > 0);
            assertThat(figure("trivet.redis.memory.max.bytes")).isEqualTo(64 << 20);

            admin.aclSetUser("default", "-info");
            await().atMost(SOON).until(() -> {
                watch.look();
                return Double.isNaN(figure("trivet.redis.memory.bytes"));
            });
            assertThat(figure("trivet.redis.up")).isOne();

            redis.kill();
            look(watch, 0);
            assertThat(figure("trivet.redis.memory.max.bytes")).isNaN();
        }
    }

    private void look(RedisWatch watch, int expected) {
        await().atMost(SOON).until(() -> {
            watch.look();
            return figure("trivet.redis.up") == expected;
        });
    }

    private double figure(String name) {
        return meters.get(name).gauge().value();
    }
}
