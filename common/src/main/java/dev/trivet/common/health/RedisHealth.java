package dev.trivet.common.health;

import dev.trivet.common.redis.RedisLinks;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether Redis answers, and how fast. */
@Wellness
@Singleton
class RedisHealth implements AsyncHealthCheck {

    private final RedisLinks redis;

    RedisHealth(RedisLinks redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return Uni.createFrom()
                    .completionStage(() -> redis.send(Request.cmd(Command.PING)).toCompletionStage())
                    .map(pong -> HealthCheckResponse.named("redis")
                            .up()
                            .withData("pingMicros", (System.nanoTime() - asked) / 1_000)
                            .build())
                    .onFailure()
                    .recoverWithItem(failure -> HealthCheckResponse.named("redis")
                            .down()
                            .withData("error", failure.getMessage())
                            .build());
        });
    }
}
