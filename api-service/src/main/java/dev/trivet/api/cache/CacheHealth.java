package dev.trivet.api.cache;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether Redis tells of changes, so that answers may be kept in memory. */
@Wellness
@Singleton
class CacheHealth implements AsyncHealthCheck {

    private final Generations generations;

    CacheHealth(Generations generations) {
        this.generations = generations;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("cache")
                .status(generations.isHearing())
                .build());
    }
}
