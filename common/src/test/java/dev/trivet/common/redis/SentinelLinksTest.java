package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.RedisSentinels;
import dev.trivet.servers.RedisServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Links to a master that real sentinels point to. */
class SentinelLinksTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration DEADLINE = Duration.ofMillis(200);

    private static Path home;
    private static RedisSentinels sentinels;
    private static Links links;

    @BeforeAll
    static void start() throws IOException {
        home = Files.createTempDirectory("trivet-sentinels");
        sentinels = RedisSentinels.start(home);
        links = new Links(RedisClientType.SENTINEL, sentinels.url(), DEADLINE);
    }

    @AfterAll
    static void stop() {
        links.close();
        sentinels.close();
        Folders.delete(home);
    }

    @Test
    void aKilledMasterIsReplacedAndComesBackAsAReplica() {
        await().atMost(SOON).until(() -> links.answers(Command.SET, "key", "1"));
        RedisServer killed = sentinels.master();

        killed.kill();

        await().atMost(SOON).until(() -> links.answers(Command.SET, "key", "2"));
        killed.start();
        awaitReplica(killed);
        await().atMost(SOON).until(() -> links.answers(Command.SET, "key", "3"));
        assertThat(read(sentinels.master(), "key")).isEqualTo("3");
    }

    /** When it wakes up it believes in itself for some seconds; what is written to it then would be lost. */
    @Test
    void aMasterThatWasReplacedWhileItHungIsNotBelievedWhenItWakesUp() {
        await().atMost(SOON).until(() -> links.answers(Command.SET, "hung", "1"));
        RedisServer hung = sentinels.master();

        hung.pause();
        try {
            await().atMost(SOON).until(() -> sentinels.master() != hung);
            await().atMost(SOON).until(() -> links.answers(Command.SET, "hung", "2"));
        } finally {
            hung.resume();
        }

        for (int i = 0; i < 20; i++) {
            String value = "after " + i;
            await().atMost(SOON).until(() -> links.answers(Command.SET, "hung", value));
            assertThat(read(sentinels.master(), "hung")).isEqualTo(value);
        }
        awaitReplica(hung);
    }

    private static String read(RedisServer server, String key) {
        try (Jedis redis = server.connect()) {
            return redis.get(key);
        }
    }

    private static void awaitReplica(RedisServer server) {
        await().atMost(SOON).until(() -> {
            try (Jedis redis = server.connect()) {
                return redis.info("replication").contains("role:slave");
            }
        });
    }
}
