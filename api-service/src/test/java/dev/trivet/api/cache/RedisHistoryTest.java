package dev.trivet.api.cache;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.servers.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** What becomes of the cache when another Redis has taken the place of the one that it was kept in. */
@QuarkusTest
class RedisHistoryTest {

    private static final String URL = "/api/amenities";

    RedisServer server;

    @Inject
    RedisKeys keys;

    @Test
    void inAnotherRedisNothingThatWasCachedCounts() {
        awaitHit();
        try (Jedis redis = server.connect()) {
            // As a replica would have it that was promoted: somebody else's history.
            redis.set(keys.cacheHistory(), "another");
            String generation = redis.get(keys.generation("all"));

            cutAll(redis);

            await().until(() -> !"another".equals(redis.get(keys.cacheHistory())));
            await().until(() -> !generation.equals(redis.get(keys.generation("all"))));
        }
        awaitHit();
    }

    @Test
    void inTheSameRedisItCountsAsBefore() {
        awaitHit();
        try (Jedis redis = server.connect()) {
            String generation = redis.get(keys.generation("all"));

            cutAll(redis);

            awaitHit();
            assertThat(redis.get(keys.generation("all"))).isEqualTo(generation);
        }
    }

    private static void awaitHit() {
        await().until(() -> "HIT".equals(given().get(URL).header("X-Cache")));
    }

    /** Cuts every connection but one's own. */
    private static void cutAll(Jedis redis) {
        redis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal");
        redis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
    }
}
