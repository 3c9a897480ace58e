package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Ports;
import dev.trivet.servers.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A replica that takes over goes on where the master was: what scripts have done is copied. */
class PromotedReplicaTest {

    private static final String KEY = "rl:{someone}:login";

    @Test
    void goesOnCounting(@TempDir Path folder) throws IOException {
        String script = script();
        try (RedisServer master = RedisServer.start(folder.resolve("master"), Ports.free());
                RedisServer replica =
                        RedisServer.startReplica(folder.resolve("replica"), Ports.free(), master.port())) {
            try (Jedis redis = master.connect()) {
                for (String algorithm : List.of("window", "sliding", "gcra")) {
                    assertThat(remaining(redis.eval(script, keys(algorithm), args(algorithm))))
                            .isEqualTo(4);
                }
                await().until(() -> redis.waitReplicas(1, 1_000) == 1);
            }
            master.kill();
            replica.promote();

            try (Jedis redis = replica.connect()) {
                for (String algorithm : List.of("window", "sliding", "gcra")) {
                    assertThat(redis.pttl(KEY + algorithm)).isBetween(1L, 3_600_001L);
                    assertThat(remaining(redis.eval(script, keys(algorithm), args(algorithm))))
                            .isEqualTo(3);
                }
            }
        }
    }

    private static List<String> keys(String algorithm) {
        return List.of(KEY + algorithm);
    }

    private static List<String> args(String algorithm) {
        return List.of("1", UUID.randomUUID().toString(), algorithm, "5", "3600000000", "720000000", "1", "0", "0");
    }

    private static long remaining(Object answer) {
        return (Long) ((List<?>) answer).get(2);
    }

    private static String script() throws IOException {
        try (InputStream in = RedisLimiter.class.getResourceAsStream("decide.lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
