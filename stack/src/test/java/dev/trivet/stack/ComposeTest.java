package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The compose file: what depends on what, who is reachable, and that its parts fit those that they name. */
class ComposeTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));
    private static final JsonNode COMPOSE = compose();
    private static final Set<String> OURS = Set.of("api-service", "session-service", "ratelimit-service");

    @Test
    void whoNeedsAnotherWaitsUntilThatIsHealthy() {
        services().forEach((name, service) -> service.path("depends_on")
                .properties()
                .forEach(needed -> {
                    assertThat(needed.getValue().path("condition").asString()).isEqualTo("service_healthy");
                    JsonNode other = services().get(needed.getKey());
                    assertThat(other.has("healthcheck") || other.has("build"))
                            .as("%s says when it is healthy", needed.getKey())
                            .isTrue();
                }));
        assertThat(services().get("ratelimit-service").path("depends_on").propertyNames())
                .contains("redis", "session-service", "api-service");
    }

    @Test
    void withoutAProfileOnlyTheGatewayIsReachableAndNothingFromElsewhere() {
        Set<String> reachable = services().entrySet().stream()
                .filter(service -> !service.getValue().has("profiles"))
                .filter(service -> service.getValue().has("ports"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(reachable).containsExactly("ratelimit-service");
        assertThat(services().values().stream()
                        .flatMap(service -> service.path("ports").valueStream()))
                .allMatch(port -> port.asString().startsWith("127.0.0.1:"));
    }

    @Test
    void nothingStandsInTheWayOfASecondApiService() {
        assertThat(services().get("api-service").has("ports")).isFalse();
        assertThat(services().values()).noneMatch(service -> service.has("container_name") || service.has("hostname"));
        // By the name that answers for all of them.
        assertThat(services()
                        .get("ratelimit-service")
                        .at("/environment/TRIVET_GATEWAY_API_SERVICE_URL")
                        .asString())
                .isEqualTo("http://api-service:8082");
    }

    @Test
    void ourServicesMayDoAsLittleAsInACluster() {
        OURS.stream().map(services()::get).forEach(service -> {
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(service.at("/cap_drop/0").asString()).isEqualTo("ALL");
            assertThat(service.path("security_opt").toString()).contains("no-new-privileges:true");
            // The JVM takes its share of this.
            assertThat(service.has("mem_limit")).isTrue();
        });
    }

    @Test
    void theProfilesAreThoseThatTheDocumentationNames() throws IOException {
        Set<String> profiles = services().values().stream()
                .flatMap(service -> service.path("profiles").valueStream())
                .map(JsonNode::asString)
                .collect(Collectors.toSet());

        assertThat(profiles).containsExactlyInAnyOrder("dev", "monitoring");
        assertThat(Files.readString(HOME.resolve("docs/operations.md")))
                .contains("--profile dev", "--profile monitoring");
    }

    @Test
    void whatAnEnvLacksStopsItWithTheFix() {
        String ours = services().entrySet().stream()
                .filter(service -> OURS.contains(service.getKey()))
                .map(service -> service.getValue().path("environment").toString())
                .collect(Collectors.joining());

        assertThat(ours)
                .contains("${TRIVET_SERVICE_CREDENTIAL:?copy", "${TRIVET_KEYS_REFRESH_SECRET:?copy")
                .doesNotContain("${TRIVET_SERVICE_CREDENTIAL}", "${TRIVET_KEYS_REFRESH_SECRET}");
    }

    @Test
    void whatIsMountedIsThere() {
        List<String> mounted = services().values().stream()
                .flatMap(service -> service.path("volumes").valueStream())
                .map(volume -> volume.asString().split(":")[0])
                .toList();

        assertThat(mounted.stream().filter(source -> source.startsWith("./")))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(HOME.resolve(source)).exists());
        assertThat(mounted.stream().filter(source -> !source.startsWith("./")))
                .isSubsetOf(COMPOSE.path("volumes").propertyNames());
        assertThat(services().values().stream()
                        .flatMap(service -> service.path("configs").valueStream())
                        .map(config -> config.path("source").asString()))
                .isSubsetOf(COMPOSE.path("configs").propertyNames());
    }

    @Test
    void othersImagesArePinned() {
        assertThat(services().values().stream()
                        .filter(service -> !service.has("build"))
                        .map(service -> service.path("image").asString()))
                .hasSize(6)
                .allMatch(image -> image.matches("[a-z/-]+:v?[0-9.]+[a-z-]*(@sha256:[0-9a-f]{64})?"));
    }

    @Test
    void prometheusReadsTheServicesAtTheirManagementPortsUnderTheNamesThatTheRulesKnow() {
        JsonNode scraped = content("prometheus").path("scrape_configs");

        assertThat(scraped.valueStream().map(job -> job.path("job_name").asString()))
                .containsExactlyInAnyOrderElementsOf(OURS);
        var environment = services().get("ratelimit-service").path("environment");
        scraped.forEach(job -> {
            String name = job.path("job_name").asString();
            JsonNode found = job.at("/dns_sd_configs/0");
            assertThat(found.at("/names/0").asString()).isEqualTo(name);
            environment.properties().stream()
                    .filter(variable -> variable.getKey().endsWith("_MANAGEMENT_URL")
                            && variable.getValue().asString().contains(name))
                    .forEach(variable -> assertThat(variable.getValue().asString())
                            .isEqualTo(
                                    "http://" + name + ":" + found.path("port").asInt()));
        });
    }

    @Test
    void prometheusTakesItsConfiguration(@TempDir Path folder) throws IOException {
        String rules = Monitoring.FOLDER.resolve("alerts.yaml").toString();
        Path file = folder.resolve("prometheus.yml");
        Files.writeString(
                file,
                COMPOSE.at("/configs/prometheus/content").asString().replace("/etc/prometheus/alerts.yaml", rules));

        Promtool.run(folder, "check", "config", file.toString());
    }

    @Test
    void grafanaFindsPrometheusAndTheDashboard() {
        assertThat(content("grafana-datasource").at("/datasources/0/url").asString())
                .isEqualTo("http://prometheus:9090");
        String folder =
                content("grafana-dashboards").at("/providers/0/options/path").asString();
        assertThat(services().get("grafana").path("volumes").toString()).contains("dashboard.json:" + folder + "/");
    }

    private static JsonNode content(String config) {
        return new YAMLMapper()
                .readTree(COMPOSE.path("configs").path(config).path("content").asString());
    }

    private static Map<String, JsonNode> services() {
        return COMPOSE.path("services").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static JsonNode compose() {
        try {
            return new YAMLMapper().readTree(Files.readString(HOME.resolve("docker-compose.yml")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
