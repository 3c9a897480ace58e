package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The access log as it is written: lines of JSON among the others of standard output. */
class AccessLogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BODY = "a secret body";

    private static LoneGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        gateway = LoneGateway.start(Map.of("TRIVET_GATEWAY_ACCESS_LOG_ENABLED", "true"));
        client = gateway.vertx().createHttpClient();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void eachRequestIsOneLineAndNoneTellsASecret() throws IOException {
        String user = UUID.randomUUID().toString();
        String token = gateway.people().token(UUID.fromString(user), UUID.randomUUID(), "member");

        ask("forwarded", HttpMethod.POST, "/shop/hammer?key=secret", Map.of("Authorization", "Bearer " + token), BODY);
        ask("admitted", HttpMethod.GET, "/shop/narrow", Map.of("Cookie", "a=secret"), "");
        ask("refused", HttpMethod.GET, "/shop/narrow?secret", Map.of(), "");
        ask("lost", HttpMethod.GET, "/nowhere/%41", Map.of(), "");
        catchThrowable(() -> ask("broken", HttpMethod.GET, "/shop/break-events", Map.of(), ""));
        gateway.talkNonsense();
        ask("the-last", HttpMethod.GET, "/shop/hammer", Map.of(), "");
        await().atMost(PATIENCE).until(() -> lines().stream().anyMatch(line -> isOf(line, "the-last")));

        List<JsonObject> lines = lines();
        assertThat(lines)
                .extracting(line -> line.getString("id"))
                .containsExactlyInAnyOrder(
                        id("forwarded"), id("admitted"), id("refused"), id("lost"), id("broken"), id("the-last"));
        assertThat(lines.toString()).doesNotContain("secret", token, user);
        JsonObject forwarded = of(lines, "forwarded");
        assertThat(forwarded.getMap())
                .containsOnlyKeys(
                        "time",
                        "id",
                        "trace",
                        "protocol",
                        "method",
                        "path",
                        "upstream",
                        "status",
                        "bytesIn",
                        "bytesOut",
                        "millis",
                        "upstreamMillis",
                        "client",
                        "user")
                .containsEntry("protocol", "http/1.1")
                .containsEntry("method", "POST")
                .containsEntry("path", "/shop/hammer")
                .containsEntry("upstream", "shop")
                .containsEntry("status", 200)
                .containsEntry("client", "192.0.2.0/24")
                .containsEntry("bytesIn", BODY.length());
        assertThat(forwarded.getInteger("bytesOut")).isGreaterThanOrEqualTo("sold".length());
        assertThat(forwarded.getDouble("upstreamMillis")).isBetween(0.0, forwarded.getDouble("millis"));
        assertThat(of(lines, "refused").getMap())
                .containsEntry("status", 429)
                .containsEntry("limit", "narrow")
                .doesNotContainKeys("upstream", "upstreamMillis", "trace", "user", "cut");
        assertThat(of(lines, "lost").getMap()).containsEntry("status", 404).containsEntry("path", "/nowhere/%41");
        assertThat(of(lines, "broken").getMap()).containsEntry("status", 200).containsEntry("cut", true);
    }

    private static void ask(String id, HttpMethod method, String path, Map<String, String> headers, String body) {
        var all = new HashMap<>(headers);
        all.put("X-Request-Id", id(id));
        all.put("X-Forwarded-For", "192.0.2.77");
        Doors.await(gateway.ask(client, method, path, all, body));
    }

    private static String id(String name) {
        return "request-" + name;
    }

    private static boolean isOf(JsonObject line, String name) {
        return id(name).equals(line.getString("id"));
    }

    private static JsonObject of(List<JsonObject> lines, String name) {
        return lines.stream().filter(line -> isOf(line, name)).findFirst().orElseThrow();
    }

    private static List<JsonObject> lines() throws IOException {
        return Files.readString(gateway.service().log())
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(JsonObject::new)
                .toList();
    }
}
