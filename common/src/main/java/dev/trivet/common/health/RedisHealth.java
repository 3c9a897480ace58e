package dev.trivet.common.health;

import dev.trivet.common.redis.RedisLinks;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether Redis answers, all of it, and how fast. */
@Wellness
@Singleton
class RedisHealth implements AsyncHealthCheck {

    private final RedisLinks redis;

    RedisHealth(RedisLinks redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Probe.ask(
                "redis", () -> Uni.createFrom().completionStage(() -> redis.sendToAll(Request.cmd(Command.PING))
                        .toCompletionStage()));
    }
}
