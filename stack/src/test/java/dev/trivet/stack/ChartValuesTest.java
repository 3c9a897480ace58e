package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What may be set, and what is refused with a sentence. */
class ChartValuesTest {
    private static final Path FOLDER = ChartFixture.HOME.resolve("helm/trivet");
    private static final JsonNode VALUES =
            new YAMLMapper().readTree(FOLDER.resolve("values.yaml").toFile());
    private static final JsonNode SCHEMA =
            new JsonMapper().readTree(FOLDER.resolve("values.schema.json").toFile());
    private static final Set<String> FREE = Set.of("labels", "requests", "limits");

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @Test
    void addressesAreAskedForInASentence() {
        assertThatThrownBy(() -> chart.render("database.existingSecret", ""))
                .hasMessageContaining("Trivet needs a PostgreSQL")
                .hasMessageContaining("kubectl create secret generic");
        assertThatThrownBy(() -> chart.render("redis.enabled", false))
                .hasMessageContaining("redis.external.existingSecret is empty")
                .hasMessageContaining("kubectl create secret generic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=2",
                "apiService.replica=2",
                "apiService.replicas=0",
                "apiService.env.lower-case=x",
                "apiService.resources.requests.memory=plenty",
                "ratelimitService.service.type=Ingress",
                "redis.memory=1",
                "profile=test",
                "drainSeconds=0",
                "noticeSeconds=0",
                "apiService.autoscaling.cpu=much",
                "ratelimitService.tls.port=0",
                "nodeSelector=fast",
                "packConfigMap=Not A Name",
                "secrets.existingSecret=Not A Name",
                "networkPolicy.enabled=perhaps"
            })
    void aValueThatMeansNothingIsRefused(String value) {
        String[] parts = value.split("=", 2);

        assertThatThrownBy(() -> chart.render(parts[0], parts[1]))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(parts[0].replaceAll(".*\\.", ""));
    }

    @Test
    void theSchemaKnowsEveryValueAndNoOther() throws IOException {
        assertThat(known(SCHEMA, "")).isEqualTo(present(VALUES, ""));
    }

    @Test
    void everyValueIsExplained() throws IOException {
        List<ChartReadme.Value> values = ChartReadme.values(Files.readString(FOLDER.resolve("values.yaml")));
        Map<String, String> meanings = new HashMap<>();
        values.forEach(value -> meanings.put(value.path(), value.meaning()));

        assertThat(meanings).hasSameSizeAs(values);
        assertThat(values).filteredOn(value -> !value.byDefault().isEmpty()).allSatisfy(value -> {
            String group = value.path().replaceFirst("\\.[^.]+$", "");
            assertThat(value.meaning() + meanings.get(group)).as(value.path()).isNotBlank();
        });
    }

    /** What the guide has people write into a file is taken, and does what the guide says. */
    @Test
    void theGuidesValuesAreGood() throws IOException {
        String guide = Files.readString(ChartFixture.HOME.resolve("docs/operations.md"));
        String block = guide.substring(guide.indexOf("```yaml\nimage: ") + "```yaml\n".length());
        Map<String, Object> values = new HashMap<>();
        flatten(new YAMLMapper().readTree(block.substring(0, block.indexOf("```"))), "", values);

        Rendered site = chart.render(values);

        assertThat(site.get("Ingress", "trivet-ratelimit-service")
                        .at("/spec/rules/0/host")
                        .asString())
                .isEqualTo("www.example.org");
        assertThat(site.environment("trivet-session-service"))
                .containsEntry("TRIVET_PEOPLE_ADMINISTRATORS", "you@example.org")
                .containsEntry("DATABASE_URL", "trivet-database/url");
        assertThat(site.get("Deployment", "trivet-api-service")
                        .at("/spec/template/spec/containers/0/image")
                        .asString())
                .isEqualTo("registry.example.org/trivet/api-service:0.1.0");
    }

    private static void flatten(JsonNode node, String path, Map<String, Object> values) {
        if (node.isObject()) {
            node.propertyStream()
                    .forEach(value -> flatten(
                            value.getValue(), path.isEmpty() ? value.getKey() : path + "." + value.getKey(), values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(node.get(i), path + "[" + i + "]", values);
            }
        } else {
            values.put(path, node.isBoolean() ? (Object) node.asBoolean() : node.asString());
        }
    }

    /** Without the address, which holds a password. */
    @Test
    void addressesOfAnotherKindAreRefused() {
        assertThatThrownBy(() -> chart.render(
                        "database.existingSecret", "", "database.url", "mysql://user:secret@db.example/site"))
                .hasMessageContaining("database.url is no PostgreSQL address; write postgresql://")
                .hasMessageNotContaining("secret@");
        assertThatThrownBy(() ->
                        chart.render("redis.enabled", false, "redis.external.url", "http://user:secret@cache.example"))
                .hasMessageContaining("redis.external.url is no Redis address; write redis://")
                .hasMessageNotContaining("secret@");
    }

    @Test
    void theChartsPostgresHasConnectionsForAllPods() {
        Object[] values = {"postgres.enabled", true, "database.existingSecret", "", "apiService.replicas", 5};

        assertThat(chart.render(values).names("StatefulSet")).contains("trivet-postgres");
        assertThatThrownBy(() ->
                        chart.render("postgres.enabled", true, "database.existingSecret", "", "apiService.replicas", 6))
                .hasMessageContaining("takes 200 connections")
                .hasMessageContaining("22 × 10 = 220");
        assertThatThrownBy(() -> chart.render(
                        "postgres.enabled",
                        true,
                        "database.existingSecret",
                        "",
                        "apiService.autoscaling.enabled",
                        true))
                .hasMessageContaining("22 × 10 = 220");
        // One's own may have as many as it likes.
        assertThat(chart.render("apiService.replicas", 60).kind("StatefulSet")).hasSize(1);
    }

    @Test
    void redisHasADiskForItsLogAndASnapshot() {
        assertThat(chart.render("redis.memory", 1024).names("StatefulSet")).contains("trivet-redis");
        assertThatThrownBy(() -> chart.render("redis.memory", 1025))
                .hasMessageContaining("redis.storage.size is 2Gi")
                .hasMessageContaining("2050Mi");
        for (String enough : List.of("2050Mi", "3G", "2150000000", "2.5Gi", "0.01T")) {
            assertThat(chart.render("redis.memory", 1025, "redis.storage.size", enough)
                            .names("StatefulSet"))
                    .as(enough)
                    .contains("trivet-redis");
        }
        for (String less : List.of("2049Mi", "2G", "2149000000", "2000000Ki")) {
            assertThatThrownBy(() -> chart.render("redis.memory", 1025, "redis.storage.size", less))
                    .as(less)
                    .hasMessageContaining("redis.storage.size is " + less);
        }
    }

    /** Named, and not asked: whoever names one means it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "existingSecret=our-redis",
                "url=redis://cache.example:6379",
                "mode=cluster",
                "master=mymaster",
                "caSecret=our-ca"
            })
    void aRedisOutsideIsNotNamedBesideTheChartsOwn(String value) {
        String[] parts = value.split("=", 2);

        assertThatThrownBy(() -> chart.render("redis.external." + parts[0], parts[1]))
                .hasMessageContaining("redis.external." + parts[0] + " is set, and redis.enabled is true");
    }

    @Test
    void oneWayToPostgresIsEnough() {
        assertThatThrownBy(() -> chart.render("postgres.enabled", true))
                .hasMessageContaining("database.existingSecret and postgres.enabled are set");
        assertThatThrownBy(() -> chart.render("database.existingSecret", ""))
                .hasMessageContaining("--set postgres.enabled=true");
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_PROFILE,profile",
        "QUARKUS_SHUTDOWN_DELAY,noticeSeconds",
        "QUARKUS_SHUTDOWN_TIMEOUT,drainSeconds",
        "TRIVET_PACK,pack",
        "REDIS_URL,redis",
        "DATABASE_URL,database",
        "TRIVET_SERVICE_CREDENTIAL,secrets.existingSecret"
    })
    void whatTheChartSetsIsNotSetTwice(String name, String value) {
        assertThatThrownBy(() -> chart.render("apiService.env." + name, "x"))
                .hasMessageContaining(
                        "env of api-service: " + name + " is set by the chart; the value for it is " + value);
    }

    /** Each variable of the chart's has a value of that name. */
    @Test
    void whatIsSaidOfAVariableIsAValue() {
        Rendered site = chart.render("ratelimitService.tls.existingSecret", "our-tls");
        for (String service : List.of("apiService", "sessionService", "ratelimitService")) {
            String deployment = "trivet-" + service.replace("Service", "-service");
            site
                    .get("Deployment", deployment)
                    .at("/spec/template/spec/containers/0/env")
                    .findValuesAsString("name")
                    .stream()
                    .filter(name -> name.matches("[A-Z_]+"))
                    .forEach(name -> said(service, name).ifPresent(value -> assertThat(VALUES.at(
                                            "/" + value.replaceAll("[ ,].*", "").replace('.', '/'))
                                    .isMissingNode())
                            .as(value)
                            .isFalse()));
        }
    }

    /** What the chart says when a variable is set that is its own; nothing when it may be. */
    private static Optional<String> said(String service, String name) {
        try {
            chart.render(service + ".env." + name, "x", "ratelimitService.tls.existingSecret", "our-tls");
            return Optional.empty();
        } catch (IllegalStateException refused) {
            return Optional.of(refused.getMessage().replaceAll("(?s).*the value for it is (.*?)\\.\n.*", "$1"));
        }
    }

    @Test
    void whatASwitchNeedsIsAskedForInASentence() {
        assertThatThrownBy(() -> chart.render("ingress.enabled", true, ChartFixture.TRUSTED, "10.0.0.0/8"))
                .hasMessageContaining("ingress.hosts is empty");
        assertThatThrownBy(() -> chart.render("httpRoute.enabled", true, ChartFixture.TRUSTED, "10.0.0.0/8"))
                .hasMessageContaining("httpRoute.parentRefs is empty");
        assertThatThrownBy(() ->
                        chart.render("apiService.autoscaling.enabled", true, "apiService.autoscaling.minReplicas", 7))
                .hasMessageContaining("minReplicas is 7 and maxReplicas only 6");
        assertThatThrownBy(() -> chart.render("pack", "site: x", "packConfigMap", "our-pack"))
                .hasMessageContaining("pack and packConfigMap are both set");
    }

    /** The paths that a schema allows, with references followed. */
    private static Set<String> known(JsonNode schema, String path) {
        Set<String> known = new TreeSet<>();
        JsonNode reference = schema.path("$ref");
        JsonNode meant = reference.isMissingNode()
                ? schema
                : SCHEMA.at(reference.asString().substring(1));
        meant.path("properties").propertyStream().forEach(property -> {
            // Helm itself hands this one to a chart inside another.
            if (!property.getKey().equals("global")) {
                known.add(path + "/" + property.getKey());
                known.addAll(known(property.getValue(), path + "/" + property.getKey()));
            }
        });
        return known;
    }

    /** The paths of the values, but for what stands in maps whose keys are the installer's. */
    private static Set<String> present(JsonNode values, String path) {
        Set<String> present = new TreeSet<>();
        values.propertyStream().forEach(value -> {
            String here = path + "/" + value.getKey();
            present.add(here);
            if (!FREE.contains(value.getKey())) {
                present.addAll(present(value.getValue(), here));
            }
        });
        return present;
    }
}
