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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
            var watch = watch(links);
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

    /** It answers INFO in each of these cases. */
    @ParameterizedTest
    @ValueSource(strings = {"another prefix", "no scripts", "no writes", "a disk that takes no snapshot"})
    void aRedisThatRefusesOurReadsOrWritesIsNotUp(String refused) throws IOException {
        try (var redis = RedisServer.start(home, Ports.free());
                var links = new Links(RedisClientType.STANDALONE, redis.url(), Duration.ofSeconds(2));
                Jedis admin = redis.connect()) {
            var watch = watch(links);
            await().atMost(SOON).until(() -> links.answers(Command.PING));
            look(watch, 1);

            switch (refused) {
                case "another prefix" -> admin.aclSetUser("default", "resetkeys", "~theirs:*");
                case "no scripts" -> admin.aclSetUser("default", "-@scripting");
                case "no writes" -> admin.aclSetUser("default", "-@write");
                default -> failToSnapshot(admin);
            }

            look(watch, 0);
            assertThat(figure("trivet.redis.memory.bytes")).isPositive();
        }
    }

    /** That has an alert of its own, and what is there is still read and dropped. */
    @Test
    void aRedisThatIsFullIsUp() {
        try (var redis = RedisServer.start(home, Ports.free(), "--maxmemory-policy", "noeviction");
                var links = new Links(RedisClientType.STANDALONE, redis.url(), Duration.ofSeconds(2));
                Jedis admin = redis.connect()) {
            var watch = watch(links);
            await().atMost(SOON).until(() -> links.answers(Command.PING));

            admin.configSet("maxmemory", "1");

            assertThat(links.answers(Command.SET, "notes:a", "b")).isFalse();
            look(watch, 1);
            await().atMost(SOON).until(() -> {
                watch.look();
                return figure("trivet.redis.memory.max.bytes") == 1;
            });
            assertThat(figure("trivet.redis.up")).isOne();
        }
    }

    /** The snapshot cannot take its place, since a directory has it. */
    private void failToSnapshot(Jedis admin) throws IOException {
        Files.createDirectory(home.resolve("dump.rdb"));
        admin.configSet("save", "3600 1");
        admin.bgsave();
        await().atMost(SOON).until(() -> admin.info("persistence").contains("rdb_last_bgsave_status:err"));
    }

    private RedisWatch watch(Links links) {
        var trial = new RedisTrial(links.all(), new RedisKeys("notes:", false));
        return new RedisWatch(null, links.all(), trial, meters);
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
