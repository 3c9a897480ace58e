package dev.trivet.api.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How long Redis is believed while it has much to tell. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class GenerationFollowerTest {

    private static final String TAG = "follower-test";

    @Inject
    Vertx vertx;

    @Inject
    Generations generations;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    @Test
    void redisIsBelievedHoweverManyChangesItTellsOf() {
        await().until(generations::isHearing);
        OptionalLong turn = generations.turn();
        var changing = new AtomicBoolean(true);
        var signs = new AtomicInteger();
        for (int writer = 0; writer < 32; writer++) {
            vertx.getOrCreateContext().runOnContext(ignored -> change(changing));
        }

        // Longer than an unanswered sign of life is waited for, in which eight are given.
        vertx.setPeriodic(300, timer -> {
            if (signs.incrementAndGet() == 10) {
                vertx.cancelTimer(timer);
            }
        });
        await().until(() -> signs.get() == 10 || !generations.turn().equals(turn));
        changing.set(false);

        assertThat(generations.turn()).isEqualTo(turn);
    }

    private void change(AtomicBoolean changing) {
        redis.send(Request.cmd(Command.INCR).arg(keys.generation(TAG))).onComplete(done -> {
            if (changing.get()) {
                change(changing);
            }
        });
    }
}
