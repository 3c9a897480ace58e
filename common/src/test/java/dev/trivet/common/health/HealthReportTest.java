package dev.trivet.common.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import jakarta.json.Json;
import org.junit.jupiter.api.Test;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;

class HealthReportTest {

    private static final Instant NOW = Instant.parse("2026-05-17T10:00:00Z");

    @Test
    void allUpIsHealthy() {
        HealthReport report = report(check("redis", "UP", "\"micros\":5"), check("service", "UP", "\"needed\":true"));

        assertThat(report.status()).isEqualTo("healthy");
        assertThat(report.json())
                .isEqualTo(
                        new JsonObject("{\"status\":\"healthy\",\"timestamp\":\"2026-05-17T10:00:00Z\",\"components\":"
                                + "{\"redis\":{\"status\":\"up\",\"micros\":5},\"service\":{\"status\":\"up\"}}}"));
    }

    @Test
    void aComponentThatIsDownOnlyDegrades() {
        assertThat(report(check("redis", "DOWN", ""), check("service", "UP", "\"needed\":true"))
                        .status())
                .isEqualTo("degraded");
    }

    @Test
    void somethingNeededThatIsDownIsUnhealthyWhateverElse() {
        assertThat(report(check("service", "DOWN", "\"needed\":true"), check("redis", "DOWN", ""))
                        .status())
                .isEqualTo("unhealthy");
    }

    @Test
    void severalServicesTellOneStory() {
        JsonObject first =
                report(check("redis", "UP", ""), check("cache", "UP", "")).json();
        JsonObject second =
                report(check("redis", "DOWN", ""), check("database", "UP", "")).json();

        HealthReport merged = HealthReport.merged(List.of(first, second), NOW);

        assertThat(merged.status()).isEqualTo("degraded");
        assertThat(merged.component("redis").orElseThrow().getString("status")).isEqualTo("down");
        assertThat(merged.componentNames()).isEqualTo("redis, cache, database");
        assertThat(HealthReport.merged(List.of(first, HealthReport.silent("api-service")), NOW)
                        .isUnhealthy())
                .isTrue();
    }

    private static HealthReport report(String... checks) {
        String payload = "{\"status\":\"UP\",\"checks\":[" + String.join(",", checks) + "]}";
        return HealthReport.of(Json.createReader(new StringReader(payload)).readObject(), NOW);
    }

    private static String check(String name, String status, String data) {
        return "{\"name\":\"%s\",\"status\":\"%s\",\"data\":{%s}}".formatted(name, status, data);
    }
}
