package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chart and compose file against what the services know. */
class SettingsTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));

    /** How a setting's documentation names its variable. */
    private static final Pattern DOCUMENTED = Pattern.compile("Environment:[\\s*]*\\{@code ([A-Z_]+)}");

    /** Variables of the platform, and those that say where Redis is, which are no settings of a mapping. */
    private static final Set<String> UNDOCUMENTED = Set.of(
            "QUARKUS_PROFILE",
            "QUARKUS_SHUTDOWN_DELAY",
            "QUARKUS_SHUTDOWN_TIMEOUT",
            "REDIS_PASSWORD",
            "REDIS_URL",
            "REDIS_MODE",
            "REDIS_MASTER",
            "REDIS_SENTINEL_PASSWORD",
            "REDIS_CA",
            // Read by DATABASE_URL alone, in the chart.
            "POSTGRES_PASSWORD",
            "DATABASE_URL",
            "DATABASE_CA");

    /** What development on one machine does without. */
    private static final Set<String> CHART_ALONE = Set.of(
            "QUARKUS_SHUTDOWN_DELAY",
            "QUARKUS_SHUTDOWN_TIMEOUT",
            "REDIS_PASSWORD",
            "TRIVET_CACHE_REDIS",
            // There are no pods, and one name for all replicas.
            "TRIVET_GATEWAY_SESSION_SERVICE_URL",
            "TRIVET_KEYS_SIGNING",
            "TRIVET_LIMITS_GATEWAYS");

    /** Where mails go on one machine; the chart has a Secret for that. */
    private static final Set<String> COMPOSE_ALONE = Set.of("TRIVET_MAIL_FOLDER", "SMTP_HOST", "SMTP_PORT", "SMTP_TLS");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final int SHORTEST_SECRET = 32;

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "session-service", "ratelimit-service"})
    void everySettingInTheChartIsOneThatTheServicesKnow(String service) throws IOException {
        assertThat(chart().environment("trivet-" + service).keySet()).isSubsetOf(known());
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "session-service", "ratelimit-service"})
    void composeSetsWhatTheChartSets(String service) throws IOException {
        Set<String> expected =
                new TreeSet<>(chart().environment("trivet-" + service).keySet());
        expected.removeAll(CHART_ALONE);

        Set<String> composed =
                new TreeSet<>(composed(service).path("environment").propertyNames());
        assertThat(known()).containsAll(composed);
        composed.removeAll(COMPOSE_ALONE);
        assertThat(composed).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "session-service", "ratelimit-service"})
    void theChartsPortsAreTheServicesOwn(String service) throws IOException {
        var settings = new Properties();
        Path file = HOME.resolve(service).resolve("src/main/resources/application.properties");
        try (InputStream in = Files.newInputStream(file)) {
            settings.load(in);
        }

        JsonNode ports = chart().get("Deployment", "trivet-" + service).at("/spec/template/spec/containers/0/ports");
        assertThat(ports.findValuesAsString("containerPort"))
                .containsExactly(
                        settings.getProperty("quarkus.http.port"), settings.getProperty("quarkus.management.port"));
        assertThat(Files.readString(HOME.resolve("Dockerfile")))
                .contains("port=" + settings.getProperty("quarkus.management.port"));
    }

    @Test
    void theExampleHoldsEveryValueThatTheComposeFileWants() throws IOException {
        Map<String, String> example = example();

        Set<String> wanted = VARIABLE.matcher(Files.readString(HOME.resolve("docker-compose.yml")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(example.keySet()).isEqualTo(wanted);
        assertThat(HOME.resolve("packs").resolve(example.get("PACK") + ".yaml")).isRegularFile();
    }

    @Test
    void theExamplesSecretsSayThatTheyAreForDevelopmentAndAreLongEnough() throws IOException {
        assertThat(example().entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("TRIVET_"))
                        .map(Map.Entry::getValue))
                .hasSize(2)
                .allMatch(secret -> secret.startsWith("development-only") && secret.length() >= SHORTEST_SECRET);
    }

    /** Every variable that the services read. */
    static Set<String> known() throws IOException {
        Set<String> known = new TreeSet<>(UNDOCUMENTED);
        for (String module : new String[] {"common", "api-service", "session-service", "ratelimit-service"}) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    DOCUMENTED.matcher(Files.readString(file)).results().forEach(match -> known.add(match.group(1)));
                }
            }
        }
        return known;
    }

    private static Rendered chart() {
        return Rendered.parse(new Chart(HOME).render(Manifests.VALUES, HOME.resolve("packs/lokroom.yaml")));
    }

    private static JsonNode composed(String service) throws IOException {
        return compose().path("services").path(service);
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(Files.readString(HOME.resolve("docker-compose.yml")));
    }

    private static Map<String, String> example() throws IOException {
        return Files.readAllLines(HOME.resolve(".env.example")).stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
