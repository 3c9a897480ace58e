package dev.trivet.common.health;

import io.vertx.core.json.JsonObject;
import jakarta.json.JsonValue;

import java.time.Instant;
import java.util.List;
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
    public static HealthReport of(jakarta.json.JsonObject payload, Instant now) {
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
        return of(status, components, now);
    }

    /** Several services' reports as one: a component is as its worst report says, the whole as its worst part. */
    public static HealthReport merged(List<JsonObject> reports, Instant now) {
        String status = HEALTHY;
        JsonObject components = new JsonObject();
        for (JsonObject report : reports) {
            String theirs = report.getString("status");
            if (theirs.equals(UNHEALTHY) || (theirs.equals(DEGRADED) && status.equals(HEALTHY))) {
                status = theirs;
            }
            for (var component : report.getJsonObject("components")) {
                JsonObject known = components.getJsonObject(component.getKey());
                if (known == null || isUp(known)) {
                    components.put(component.getKey(), component.getValue());
                }
            }
        }
        return of(status, components, now);
    }

    /** The report of a service that does not give one. */
    public static JsonObject silent(String service) {
        JsonObject down = new JsonObject().put("status", "down").put("error", "does not answer");
        return new JsonObject().put("status", UNHEALTHY).put("components", new JsonObject().put(service, down));
    }

    public boolean isUnhealthy() {
        return status.equals(UNHEALTHY);
    }

    private static HealthReport of(String status, JsonObject components, Instant now) {
        return new HealthReport(
                status,
                new JsonObject()
                        .put("status", status)
                        .put("timestamp", now.toString())
                        .put("components", components));
    }

    static boolean isUp(JsonObject component) {
        return UP.equals(component.getString("status"));
    }

    String componentNames() {
        return String.join(", ", json.getJsonObject("components").fieldNames());
    }

    Optional<JsonObject> component(String name) {
        return Optional.ofNullable(json.getJsonObject("components").getJsonObject(name));
    }
}
