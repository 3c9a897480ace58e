package dev.trivet.gateway.health;

import dev.trivet.common.health.HealthReport;
import dev.trivet.gateway.GatewayConfig;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * {@code GET /health} at the public door: the gateway's own report and those of the services behind it, as one. Asked for
 * by anybody and uncounted, so it is made anew once a second at most.
 */
@Singleton
class SystemHealth {

    private static final long KEEP_NANOS = 1_000_000_000L;

    private final ServiceHealth services;
    private final SmallRyeHealthReporter own;
    private final List<URI> behind;
    private Future<HealthReport> latest;
    private long madeNanos;

    SystemHealth(ServiceHealth services, SmallRyeHealthReporter own, GatewayConfig config) {
        this.services = services;
        this.own = own;
        this.behind = List.of(config.apiServiceManagementUrl(), config.sessionServiceManagementUrl());
    }

    void register(@Observes Router router) {
        // Ahead of the gateway itself: how the system feels must be told even to those over their limit.
        router.get("/health").order(-1).handler(this::answer);
    }

    private void answer(RoutingContext request) {
        report().onSuccess(report -> request.response()
                        .setStatusCode(report.isUnhealthy() ? 503 : 200)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(report.json().toBuffer()))
                .onFailure(request::fail);
    }

    private synchronized Future<HealthReport> report() {
        if (latest == null || System.nanoTime() - madeNanos > KEEP_NANOS) {
            madeNanos = System.nanoTime();
            Future<JsonObject> api = services.ask("api-service", behind.get(0));
            Future<JsonObject> sessions = services.ask("session-service", behind.get(1));
            Future<JsonObject> gateway = own();
            latest = Future.all(api, sessions, gateway)
                    .map(all -> HealthReport.merged(
                            List.of(api.result(), sessions.result(), gateway.result()), Instant.now()));
        }
        return latest;
    }

    private Future<JsonObject> own() {
        Promise<JsonObject> promise = Promise.promise();
        own.getHealthAsync()
                .subscribe()
                .with(
                        health -> promise.complete(HealthReport.of(health.getPayload(), Instant.now())
                                .json()),
                        promise::fail);
        return promise.future();
    }
}
