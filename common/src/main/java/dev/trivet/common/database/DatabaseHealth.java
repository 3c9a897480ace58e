package dev.trivet.common.database;

import dev.trivet.common.health.Probe;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether PostgreSQL answers, and how fast. */
@Wellness
@Singleton
class DatabaseHealth implements AsyncHealthCheck {

    private final Pool pool;

    DatabaseHealth(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Probe.ask("database", () -> pool.query("select 1").execute());
    }
}
