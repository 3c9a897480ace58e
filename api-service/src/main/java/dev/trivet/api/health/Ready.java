package dev.trivet.api.health;

import dev.trivet.api.cache.Rehearsal;
import dev.trivet.common.health.HealthReport;
import dev.trivet.common.token.RemoteKeys;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once tokens can be verified and the cache has been rehearsed. */
@Readiness
@Singleton
class Ready implements AsyncHealthCheck {

    private final RemoteKeys keys;
    private final Rehearsal rehearsal;

    Ready(RemoteKeys keys, Rehearsal rehearsal) {
        this.keys = keys;
        this.rehearsal = rehearsal;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("content")
                .status(keys.known())
                .withData(HealthReport.NEEDED, true)
                .withData("keysKnown", keys.known())
                .withData("rehearsed", rehearsal.isDone())
                .build());
    }
}
