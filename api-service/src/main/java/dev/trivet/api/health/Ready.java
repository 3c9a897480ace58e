package dev.trivet.api.health;

import dev.trivet.common.health.HealthReport;
import dev.trivet.common.token.RemoteKeys;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once tokens can be verified. */
@Readiness
@Singleton
class Ready implements AsyncHealthCheck {

    private final RemoteKeys keys;

    Ready(RemoteKeys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("tokens")
                .status(keys.known())
                .withData(HealthReport.NEEDED, true)
                .build());
    }
}
