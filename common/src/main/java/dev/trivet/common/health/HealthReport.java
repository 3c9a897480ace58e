package dev.trivet.common.health;

import io.vertx.core.json.JsonObject;
import jakarta.json.JsonValue;

import java.time.Instant;
import java.util.Optional;

/**
 * A service's state as people and monitors read it.
 *
 * @param status {@code healthy}; {@code degraded} when it goes on without some component; {@code unhealthy} when it is
 *     not ready to answer
 */
public record HealthReport(String status, JsonObject json) {

    static final String UP = "up";
    static final String HEALTHY = "healthy";
    static final String DEGRADED = "degraded";
    static final String UNHEALTHY = "unhealthy";

    /** Marks a check whose failure means that the service cannot answer at all. */
    public static final String NEEDED = "needed";

    /** Reads MicroProfile Health's list of checks. */
    static HealthReport of(jakarta.json.JsonObject payload, Instant now) {
        JsonObject components = new JsonObject();
        String status = HEALTHY;
        for (JsonValue value : payload.getJsonArray("checks")) {
            jakarta.json.JsonObject check = value.asJsonObject();
            boolean up = "UP".equals(check.getString("status"));
            JsonObject component = new JsonObject().put("status", up ? UP : "down");
            if (check.containsKey("data")) {
                component.mergeIn(new JsonObject(check.getJsonObject("data").toString()));
            }
            boolean needed = component.remove(NEEDED) != null;
            if (!up) {
                status = needed || status.equals(UNHEALTHY) ? UNHEALTHY : DEGRADED;
            }
            components.put(check.getString("name"), component);
        }
        return new HealthReport(
                status,
                new JsonObject()
                        .put("status", status)
                        .put("timestamp", now.toString())
                        .put("components", components));
    }

    Optional<JsonObject> component(String name) {
        return Optional.ofNullable(json.getJsonObject("components").getJsonObject(name));
    }
}
