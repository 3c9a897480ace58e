package dev.trivet.common.health;

import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.time.Instant;

/** {@code /health} and {@code /health/<component>} on the management port. */
@Singleton
class HealthRoutes {

    private final SmallRyeHealthReporter reporter;

    HealthRoutes(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.get("/health/metrics").handler(request -> request.reroute("/metrics"));
        router.get("/health").handler(this::whole);
        router.get("/health/:component").handler(this::component);
    }

    private void whole(RoutingContext request) {
        reporter.getHealthAsync()
                .subscribe()
                .with(
                        health -> {
                            HealthReport report = HealthReport.of(health.getPayload(), Instant.now());
                            answer(request, report.isUnhealthy() ? 503 : 200, report.json());
                        },
                        request::fail);
    }

    private void component(RoutingContext request) {
        String name = request.pathParam("component");
        if (name.equals("liveness") || name.equals("readiness")) {
            request.next();
            return;
        }
        reporter.getHealthAsync()
                .subscribe()
                .with(
                        health -> component(request, HealthReport.of(health.getPayload(), Instant.now()), name),
                        request::fail);
    }

    private static void component(RoutingContext request, HealthReport report, String name) {
        report.component(name)
                .ifPresentOrElse(
                        component -> answer(request, HealthReport.isUp(component) ? 200 : 503, component),
                        () -> answer(
                                request,
                                404,
                                new JsonObject()
                                        .put("error", "no such component; there are: " + report.componentNames())));
    }

    private static void answer(RoutingContext request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
