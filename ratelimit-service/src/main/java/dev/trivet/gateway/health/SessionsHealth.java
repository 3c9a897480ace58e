package dev.trivet.gateway.health;

import dev.trivet.gateway.revocation.JournalFollower;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether the revocation journal is fresh. */
@Wellness
@Singleton
class SessionsHealth implements AsyncHealthCheck {

    private final JournalFollower journal;

    SessionsHealth(JournalFollower journal) {
        this.journal = journal;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("sessions")
                .status(journal.fresh())
                .withData("withdrawn", journal.size())
                .build());
    }
}
