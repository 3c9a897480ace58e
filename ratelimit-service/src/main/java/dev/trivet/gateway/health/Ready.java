package dev.trivet.gateway.health;

import dev.trivet.common.health.HealthReport;
import dev.trivet.common.token.RemoteKeys;
import dev.trivet.gateway.revocation.JournalFollower;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once tokens can be verified and everything withdrawn so far is known. */
@Readiness
@Singleton
class Ready implements AsyncHealthCheck {

    private final RemoteKeys keys;
    private final JournalFollower journal;

    Ready(RemoteKeys keys, JournalFollower journal) {
        this.keys = keys;
        this.journal = journal;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("gateway")
                .status(keys.known() && journal.begun())
                .withData(HealthReport.NEEDED, true)
                .withData("keysKnown", keys.known())
                .withData("journalRead", journal.begun())
                .build());
    }
}
