package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

class ChartTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));
    private static final Path PACK = HOME.resolve("packs/lokroom.yaml");
    private static final Chart CHART = new Chart(HOME);
    private static final String[] SERVICES = {"trivet-api-service", "trivet-session-service", "trivet-ratelimit-service"
    };

    private static FakeCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = new FakeCluster();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void emptyCluster() {
        cluster.forget();
    }

    @Test
    void theChartPassesAStrictLint() {
        LintResult lint = CHART.lint();

        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @Test
    void itIsThreeServicesAndRedis() {
        Rendered chart = render();

        assertThat(chart.names("Deployment")).containsExactlyInAnyOrder(SERVICES);
        assertThat(chart.names("StatefulSet")).containsExactly("trivet-redis");
        assertThat(chart.names("Service")).contains(SERVICES).contains("trivet-redis");
        assertThat(chart.names("NetworkPolicy")).contains(SERVICES).contains("trivet-redis");
        assertThat(chart.objects()).allSatisfy(object -> {
            assertThat(object.path("apiVersion").asString()).isNotEmpty();
            assertThat(object.at("/metadata/labels")
                            .path("app.kubernetes.io/instance")
                            .asString())
                    .isEqualTo("trivet");
        });
    }

    @Test
    void everyPodPassesPodSecurityRestricted() {
        assertThat(render().pods()).hasSize(4).allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.path("volumes"))
                    .allMatch(volume -> volume.has("emptyDir") || volume.has("configMap") || volume.has("secret"));
            assertThat(pod.path("containers")).isNotEmpty().allSatisfy(container -> {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
                assertThat(security.at("/capabilities").has("add")).isFalse();
            });
        });
    }

    @Test
    void everyPodHasASmallAccountARoomToWriteInAndABoundToItsAppetite() {
        Rendered chart = render();

        assertThat(chart.pods()).allSatisfy(pod -> {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(chart.names("ServiceAccount"))
                    .contains(pod.path("serviceAccountName").asString());
            JsonNode container = pod.at("/containers/0");
            assertThat(container.path("volumeMounts"))
                    .anyMatch(mount -> mount.path("mountPath").asString().equals("/tmp"));
            for (String bound : List.of("requests", "limits")) {
                assertThat(container.path("resources").path(bound).has("memory"))
                        .isTrue();
                assertThat(container.path("resources").path(bound).has("cpu")).isTrue();
            }
        });
        assertThat(chart.kind("ServiceAccount")).allMatch(account -> !account.path("automountServiceAccountToken")
                .asBoolean(true));
    }

    @ParameterizedTest
    @CsvSource({"ratelimit-service,8080,9080", "session-service,8081,9081", "api-service,8082,9082"})
    void probesAskTheManagementPort(String service, int port, int management) {
        Rendered chart = render();

        JsonNode container = chart.get("Deployment", "trivet-" + service).at("/spec/template/spec/containers/0");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(port);
        assertThat(container.at("/ports/1/name").asString()).isEqualTo("management");
        assertThat(container.at("/ports/1/containerPort").asInt()).isEqualTo(management);
        assertThat(probe(container, "startupProbe")).isEqualTo("management/health/liveness");
        assertThat(probe(container, "livenessProbe")).isEqualTo("management/health/liveness");
        assertThat(probe(container, "readinessProbe")).isEqualTo("management/health/readiness");
        assertThat(container.at("/lifecycle/preStop/sleep/seconds").asInt()).isPositive();
    }

    @Test
    void whoSendsMailGetsTheMailSecretAndTheGatewayDoesNot() {
        Rendered chart = render("mail.existingSecret", "post");

        for (String service : SERVICES) {
            JsonNode container = chart.get("Deployment", service).at("/spec/template/spec/containers/0");
            assertThat(container.at("/envFrom/0/secretRef/name").asString(""))
                    .as(service)
                    .isEqualTo(service.equals("trivet-ratelimit-service") ? "" : "post");
        }
    }

    @Test
    void redisIsProbedAndKeepsBelowItsLimit() {
        Rendered chart = render("redis.memory", 1000);

        JsonNode container = chart.get("StatefulSet", "trivet-redis").at("/spec/template/spec/containers/0");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/exec/command").toString()).contains("redis-cli ping", "PONG");
        }
        assertThat(container.at("/resources/limits/memory").asString()).isEqualTo("1000Mi");
        assertThat(chart.get("ConfigMap", "trivet-redis")
                        .at("/data")
                        .path("redis.conf")
                        .asString())
                .contains("maxmemory 600mb\n", "maxmemory-policy noeviction\n", "appendonly yes\n");
    }

    @Test
    void onlyTheGatewayIsOpenToOutside() {
        Rendered chart = render();

        assertThat(chart.kind("NetworkPolicy")
                        .filter(policy ->
                                policy.at("/spec/ingress").valueStream().anyMatch(rule -> !rule.has("from")))
                        .map(Rendered::name))
                .containsExactly("trivet-ratelimit-service");
        assertThat(chart.get("NetworkPolicy", "trivet-ratelimit-service")
                        .at("/spec/ingress/0/ports")
                        .toString())
                .isEqualTo("[{\"port\":8080}]");
        assertThat(chart.get("Service", "trivet-ratelimit-service").at("/spec/ports"))
                .hasSize(1);
    }

    @Test
    void onlyOurServicesReachRedis() {
        JsonNode policy = render().get("NetworkPolicy", "trivet-redis").path("spec");

        assertThat(policy.path("ingress")).hasSize(1);
        assertThat(policy.at("/ingress/0/from").findValuesAsString("app.kubernetes.io/component"))
                .containsExactlyInAnyOrder("api-service", "session-service", "ratelimit-service");
        assertThat(policy.path("policyTypes").toString()).contains("Egress");
        assertThat(policy.has("egress")).isFalse();
    }

    @Test
    void metricsAreOpenToWhoeverIsNamed() {
        Rendered chart = render("networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name", "monitoring");

        assertThat(chart.get("NetworkPolicy", "trivet-api-service")
                        .at("/spec/ingress/1")
                        .toString())
                .contains("9082", "monitoring");
        assertThat(chart.get("NetworkPolicy", "trivet-redis").at("/spec/ingress"))
                .hasSize(1);
    }

    @Test
    void networkPoliciesCanBeLeftOut() {
        assertThat(render("networkPolicy.enabled", false).names("NetworkPolicy"))
                .isEmpty();
    }

    @Test
    void aDisruptionBudgetNeedsASecondReplica() {
        Rendered chart = render("apiService.replicas", 1, "sessionService.replicas", 3);

        assertThat(chart.names("PodDisruptionBudget"))
                .containsExactlyInAnyOrder("trivet-session-service", "trivet-ratelimit-service");
        assertThat(chart.get("Deployment", "trivet-api-service")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theGatewaysKnowHowManyTheyAre() {
        assertThat(render("ratelimitService.replicas", 5).environment("trivet-ratelimit-service"))
                .containsEntry("TRIVET_LIMITS_GATEWAYS", "5");
    }

    @Test
    void aSettingOfOnesOwnReachesItsService() {
        Rendered chart = render("apiService.env.TRIVET_CACHE_MEMORY", "128M");

        assertThat(chart.environment("trivet-api-service")).containsEntry("TRIVET_CACHE_MEMORY", "128M");
        assertThat(chart.environment("trivet-session-service")).doesNotContainKey("TRIVET_CACHE_MEMORY");
    }

    @Test
    void imagesComeFromWhereOneSays() {
        Rendered chart = render(
                "image.prefix", "registry.example.org/site/", "image.tag", "7.1.0", "image.pullSecrets[0]", "key");

        assertThat(chart.kind("Deployment").map(deployment -> deployment
                        .at("/spec/template/spec/containers/0/image")
                        .asString()))
                .containsExactlyInAnyOrder(
                        "registry.example.org/site/api-service:7.1.0",
                        "registry.example.org/site/session-service:7.1.0",
                        "registry.example.org/site/ratelimit-service:7.1.0");
        assertThat(chart.pods().get(0).at("/imagePullSecrets/0/name").asString())
                .isEqualTo("key");
    }

    @Test
    void theSchemaKnowsEveryValueAndNoOther() throws IOException {
        JsonNode values = new YAMLMapper().readTree(Files.readString(HOME.resolve("helm/trivet/values.yaml")));
        JsonNode schema = new JsonMapper().readTree(Files.readString(HOME.resolve("helm/trivet/values.schema.json")));

        Set<String> known = new TreeSet<>();
        collectKnown(schema, "", known);
        // Helm itself hands this one to a chart inside another.
        known.remove("/global");

        assertThat(known).allMatch(path -> !values.at(path).isMissingNode());
        assertThat(values.propertyNames()).allMatch(name -> known.contains("/" + name));
    }

    @Test
    void thePackArrivesAsItIs() throws IOException {
        Rendered chart = render();

        assertThat(chart.get("ConfigMap", "trivet-pack")
                        .at("/data")
                        .path("pack.yaml")
                        .asString())
                .isEqualTo(Files.readString(PACK));
        assertThat(chart.environment("trivet-api-service")).containsEntry("TRIVET_PACK", "/etc/trivet/pack.yaml");
    }

    @Test
    void aChangedPackBringsNewPods(@TempDir Path directory) throws IOException {
        Path changed = Files.writeString(directory.resolve("pack.yaml"), Files.readString(PACK) + "# changed\n");

        assertThat(checksum(Rendered.parse(CHART.render(values(), changed)), "checksum/pack"))
                .isNotEqualTo(checksum(render(), "checksum/pack"));
    }

    @Test
    void theGatewayIsOnlyReplacedForWhatItCannotFollow(@TempDir Path directory) throws IOException {
        String pack = Files.readString(PACK);
        Path limits = Files.writeString(directory.resolve("limits.yaml"), pack.replace("limit: 100", "limit: 99"));
        Path prefix = Files.writeString(
                directory.resolve("prefix.yaml"), pack.replaceFirst("keyPrefix: .*", "keyPrefix: \"other:\""));

        assertThat(checksumOfGateway(limits)).isEqualTo(checksumOfGateway(PACK));
        assertThat(checksumOfGateway(prefix)).isNotEqualTo(checksumOfGateway(PACK));
    }

    @Test
    void aRedisOutsideTakesThePlaceOfTheChartsOwn() {
        Rendered chart = render("redis.enabled", false, "redis.external.existingSecret", "our-redis");

        assertThat(chart.kind("StatefulSet")).isEmpty();
        assertThat(chart.names("NetworkPolicy")).doesNotContain("trivet-redis");
        for (String service : SERVICES) {
            assertThat(chart.environment(service))
                    .containsEntry("REDIS_URL", "our-redis/url")
                    .containsEntry("REDIS_MODE", "standalone")
                    .doesNotContainKeys("REDIS_PASSWORD", "REDIS_MASTER");
        }
    }

    @Test
    void aRedisOutsideMayBeLedBySentinels() {
        Rendered chart = render(
                "redis.enabled",
                false,
                "redis.external.existingSecret",
                "our-redis",
                "redis.external.mode",
                "sentinel",
                "redis.external.master",
                "mymaster");

        for (String service : SERVICES) {
            assertThat(chart.environment(service))
                    .containsEntry("REDIS_MODE", "sentinel")
                    .containsEntry("REDIS_MASTER", "mymaster");
        }
    }

    @Test
    void secretsAreMadeAtTheFirstInstall() {
        JsonNode data = render().get("Secret", "trivet-secrets").path("data");

        assertThat(plain(data, "signing.pem")).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        List<String> random = List.of(
                plain(data, "refresh-secret"), plain(data, "service-credential"), plain(data, "redis-password"));
        assertThat(random).doesNotHaveDuplicates().allMatch(secret -> secret.matches("[A-Za-z0-9]{48}"));
    }

    @Test
    void secretsAreKeptOnAnUpgrade() {
        Rendered installed = render();
        JsonNode secret = installed.get("Secret", "trivet-secrets");
        cluster.keep(new JsonMapper().convertValue(secret, new TypeReference<>() {}));

        Rendered upgraded = render("apiService.replicas", 3);

        assertThat(upgraded.get("Secret", "trivet-secrets").path("data")).isEqualTo(secret.path("data"));
        assertThat(checksum(upgraded, "checksum/secrets")).isEqualTo(checksum(installed, "checksum/secrets"));
        assertThat(secret.at("/metadata/annotations")
                        .path("helm.sh/resource-policy")
                        .asString())
                .isEqualTo("keep");
    }

    @Test
    void aSecretOfOnesOwnTakesThePlaceOfTheChartsOwn() {
        Rendered chart = render("secrets.existingSecret", "ours");

        assertThat(chart.kind("Secret")).isEmpty();
        assertThat(chart.environment("trivet-session-service"))
                .containsEntry("TRIVET_KEYS_REFRESH_SECRET", "ours/refresh-secret")
                .containsEntry("TRIVET_SERVICE_CREDENTIAL", "ours/service-credential")
                .containsEntry("REDIS_PASSWORD", "ours/redis-password");
        assertThat(chart.get("Deployment", "trivet-session-service")
                        .at("/spec/template/spec/volumes")
                        .findValuesAsString("secretName"))
                .containsExactly("ours");
    }

    /** Under names that the chart does not know, and seen by the running process, which a subPath would prevent. */
    @Test
    void aSecretMayHoldSeveralSigningKeys() {
        Rendered chart = render("secrets.existingSecret", "ours");
        JsonNode pod = chart.get("Deployment", "trivet-session-service").at("/spec/template/spec");

        assertThat(chart.environment("trivet-session-service"))
                .containsEntry("TRIVET_KEYS_SIGNING", "/etc/trivet-keys");
        assertThat(pod.path("volumes").findValue("secret").has("items")).isFalse();
        assertThat(pod.at("/containers/0/volumeMounts").findValues("subPath")).isEmpty();
    }

    @Test
    void signingKeysOnTheirWayInOrOutAreKeptOnAnUpgrade() {
        Map<String, Object> secret =
                new JsonMapper().convertValue(render().get("Secret", "trivet-secrets"), new TypeReference<>() {});
        @SuppressWarnings("unchecked")
        var data = (Map<String, Object>) secret.get("data");
        data.put("next.pem", "bmV4dA==");
        cluster.keep(secret);

        JsonNode upgraded = render().get("Secret", "trivet-secrets").path("data");

        assertThat(plain(upgraded, "next.pem")).isEqualTo("next");
        assertThat(upgraded.path("signing.pem").asString()).isEqualTo(data.get("signing.pem"));
    }

    @Test
    void aPackIsAskedForInASentence() {
        assertThatThrownBy(() -> CHART.render(values(), null))
                .hasMessageContaining("pack is empty")
                .hasMessageContaining("--set-file pack=site.yaml");
    }

    @Test
    void aPacksNameInPlaceOfThePackIsNoticed() {
        assertThatThrownBy(() -> render("pack", "packs/lokroom.yaml"))
                .hasMessageContaining("pack is no pack")
                .hasMessageContaining("--set-file");
    }

    @Test
    void addressesAreAskedForInASentence() {
        assertThatThrownBy(() -> render("database.existingSecret", ""))
                .hasMessageContaining("Trivet needs a PostgreSQL")
                .hasMessageContaining("kubectl create secret generic");
        assertThatThrownBy(() -> render("redis.enabled", false))
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
                "secrets.existingSecret=Not A Name",
                "networkPolicy.enabled=perhaps"
            })
    void aValueThatMeansNothingIsRefused(String value) {
        String[] parts = value.split("=", 2);

        assertThatThrownBy(() -> render(parts[0], parts[1]))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(parts[0].replaceAll(".*\\.", ""));
    }

    private static void collectKnown(JsonNode schema, String path, Set<String> known) {
        schema.path("properties").propertyStream().forEach(property -> {
            String here = path + "/" + property.getKey();
            known.add(here);
            collectKnown(property.getValue(), here, known);
        });
    }

    private static Rendered render(Object... namesAndValues) {
        Map<String, Object> values = values();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return Rendered.parse(CHART.render(values, values.containsKey("pack") ? null : PACK));
    }

    private static Map<String, Object> values() {
        return new HashMap<>(Map.of("database.existingSecret", "our-database"));
    }

    private static String probe(JsonNode container, String name) {
        JsonNode get = container.path(name).path("httpGet");
        return get.path("port").asString() + get.path("path").asString();
    }

    private static String checksumOfGateway(Path pack) {
        return checksum(Rendered.parse(CHART.render(values(), pack)), "trivet-ratelimit-service", "checksum/pack");
    }

    private static String checksum(Rendered chart, String name) {
        return checksum(chart, "trivet-session-service", name);
    }

    private static String checksum(Rendered chart, String deployment, String name) {
        String checksum = chart.get("Deployment", deployment)
                .at("/spec/template/metadata/annotations")
                .path(name)
                .asString();
        assertThat(checksum).hasSize(64);
        return checksum;
    }

    private static String plain(JsonNode data, String key) {
        return new String(Base64.getDecoder().decode(data.path(key).asString()), StandardCharsets.UTF_8);
    }
}
