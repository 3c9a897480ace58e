package dev.trivet.gateway.health;

import dev.trivet.common.health.HealthReport;
import dev.trivet.common.token.RemoteKeys;
import dev.trivet.gateway.limit.LimiterHealth;
import dev.trivet.gateway.revocation.JournalFollower;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once tokens can be verified and everything withdrawn so far is known, and the limiter has been rehearsed. */
@Readiness
@Singleton
class Ready implements AsyncHealthCheck {

    private final RemoteKeys keys;
    private final JournalFollower journal;
    private final LimiterHealth limiter;

    Ready(RemoteKeys keys, JournalFollower journal, @Wellness LimiterHealth limiter) {
        this.keys = keys;
        this.journal = journal;
        this.limiter = limiter;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("gateway")
                .status(keys.known() && journal.begun() && limiter.isRehearsed())
                .withData(HealthReport.NEEDED, true)
                .withData("keysKnown", keys.known())
                .withData("journalRead", journal.begun())
                .withData("rehearsed", limiter.isRehearsed())
                .build());
    }
}
