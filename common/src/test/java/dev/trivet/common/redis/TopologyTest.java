package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Whom to believe when sentinels disagree. */
class TopologyTest {

    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Links.join(vertx.close());
    }

    @Test
    void inDoubtAnotherIsAskedAndTheLastFailoverIsNotForgotten() {
        var stale = new ToldMaster(vertx, OLD, 7);
        var fresh = new ToldMaster(vertx, OLD, 7);
        try (var links = new Links(
                RedisClientType.SENTINEL,
                "redis://127.0.0.1:" + stale.port() + ",127.0.0.1:" + fresh.port(),
                DEADLINE)) {
            await().until(() -> links.master() == OLD);

            // The first does not hear of it. Nobody answers at the old master, so its links have their doubts.
            fresh.tell(NEW, 8);
            await().until(() -> links.master() == NEW);

            int before = stale.asked();
            await().until(() -> stale.asked() > before);
            assertThat(links.master()).isEqualTo(NEW);
        }
    }

    @Test
    void ofOneThatIsSilentAnotherIsAsked() {
        var answering = new ToldMaster(vertx, NEW, 1);
        var silent = vertx.createNetServer().connectHandler(socket -> {});
        Links.join(silent.listen(0, "127.0.0.1"));
        try (var links = new Links(
                RedisClientType.SENTINEL,
                "redis://127.0.0.1:" + silent.actualPort() + ",127.0.0.1:" + answering.port(),
                DEADLINE)) {
            await().until(() -> links.master() == NEW);
        }
    }
}
