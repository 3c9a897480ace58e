package dev.trivet.api.health;

import dev.trivet.api.cache.Rehearsal;
import dev.trivet.api.content.Warmup;
import dev.trivet.common.health.HealthReport;
import dev.trivet.common.token.RemoteKeys;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once tokens can be verified and the cache is warm. */
@Readiness
@Singleton
class Ready implements AsyncHealthCheck {

    private final RemoteKeys keys;
    private final Rehearsal rehearsal;
    private final Warmup warmup;

    Ready(RemoteKeys keys, Rehearsal rehearsal, Warmup warmup) {
        this.keys = keys;
        this.rehearsal = rehearsal;
        this.warmup = warmup;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("content")
                .status(keys.known() && warmup.isDone())
                .withData(HealthReport.NEEDED, true)
                .withData("keysKnown", keys.known())
                .withData("rehearsed", rehearsal.isDone())
                .withData("warm", warmup.isDone())
                .build());
    }
}
