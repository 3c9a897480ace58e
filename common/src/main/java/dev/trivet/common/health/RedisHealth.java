package dev.trivet.common.health;

import dev.trivet.common.redis.RedisTrial;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether Redis, all of it, takes reads and writes, and how fast. */
@Wellness
@Singleton
class RedisHealth implements AsyncHealthCheck {

    private final RedisTrial redis;

    RedisHealth(RedisTrial redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Probe.ask("redis", () -> Uni.createFrom()
                .completionStage(() -> redis.run().toCompletionStage()));
    }
}
