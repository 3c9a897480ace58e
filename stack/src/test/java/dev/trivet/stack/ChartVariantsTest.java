package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whatever is switched on or off in the chart, a cluster takes it, it holds together, and its pods are restricted. */
class ChartVariantsTest {

    /** What a switch needs beside itself. */
    private static final Map<String, Map<String, Object>> NEEDED = Map.of(
            "redis.enabled", Map.of("redis.external.existingSecret", "our-redis"),
            "postgres.enabled", Map.of("database.existingSecret", ""),
            "ingress.enabled", Map.of("ingress.hosts[0]", "www.example.org", ChartFixture.TRUSTED, "10.0.0.0/8"),
            "httpRoute.enabled",
                    Map.of("httpRoute.parentRefs[0].name", "our-gateway", ChartFixture.TRUSTED, "10.0.0.0/8"));

    /** What is chosen otherwise than by a switch. */
    private static final List<Map<String, Object>> CHOICES = List.of(
            Map.of(),
            Map.of("profile", "dev"),
            Map.of(
                    "image.tag",
                    "v7",
                    "image.pullSecrets[0]",
                    "our-registry",
                    "apiService.digest",
                    "sha256:" + "a".repeat(64)),
            Map.of("packConfigMap", "our-pack"),
            Map.of("secrets.existingSigningKeys", "our-keys"),
            Map.of("secrets.existingSecret", "our-secrets", "secrets.existingSigningKeys", "our-keys"),
            Map.of(
                    "secrets.existingSecret",
                    "our-secrets",
                    "secrets.existingSigningKeys",
                    "our-keys",
                    "postgres.enabled",
                    true,
                    "database.existingSecret",
                    ""),
            Map.of("database.caSecret", "our-authority"),
            Map.of("apiService.envFrom[0]", "our-headers", "apiService.extraFiles.secret", "our-files"),
            Map.of("ratelimitService.envFrom[0]", "our-headers", "ratelimitService.extraFiles.configMap", "our-files"),
            Map.of(
                    "networkPolicy.egress.enabled",
                    true,
                    "networkPolicy.egress.rules[0].to[0].ipBlock.cidr",
                    "10.20.0.0/16"),
            Map.of("database.existingSecret", "", "database.url", "postgresql://u:p@db.example:5432/site"),
            Map.of("mail.existingSecret", "our-mail"),
            Map.of("nodeSelector.disk", "fast", "tolerations[0].key", "web", "tolerations[0].operator", "Exists"),
            Map.of("redis.storage.className", "fast", "redis.storage.size", "10Gi"),
            Map.of("apiService.replicas", 1, "sessionService.replicas", 1, "ratelimitService.replicas", 1),
            Map.of("ratelimitService.service.type", "LoadBalancer", "ratelimitService.service.annotations.a/b", "c"),
            Map.of("ratelimitService.service.type", "NodePort"),
            Map.of("ratelimitService.tls.existingSecret", "our-tls"),
            Map.of("networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name", "monitoring"),
            Map.of("networkPolicy.gatewayFrom[0].namespaceSelector.matchLabels.name", "ingress"),
            Map.of("test.existingSecret", "our-account"),
            outside("redis.external.url", "rediss://cache.example:6379", "redis.external.caSecret", "our-authority"),
            outside("redis.external.existingSecret", "our-redis", "redis.external.mode", "cluster"),
            outside(
                    "redis.external.existingSecret",
                    "our-redis",
                    "redis.external.mode",
                    "sentinel",
                    "redis.external.master",
                    "mymaster"),
            with("ingress.enabled", "ingress.tlsSecret", "our-tls", "ingress.className", "nginx"),
            with("ingress.enabled", "ingress.annotations.a/b", "c", "ingress.hosts[1]", "*.example.org"),
            with("httpRoute.enabled", "httpRoute.hostnames[0]", "www.example.org"));

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @ParameterizedTest
    @MethodSource("variants")
    void aClusterTakesEveryObject(Map<String, Object> values) {
        assertThat(chart.render(values).objects()).isNotEmpty().allSatisfy(object -> assertThat(
                        KubernetesModel.read(object).getMetadata().getName())
                .isEqualTo(Rendered.name(object)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyPodPassesPodSecurityRestricted(Map<String, Object> values) {
        assertThat(chart.render(values).pods()).hasSizeGreaterThan(3).allSatisfy(pod -> {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.propertyNames()).doesNotContain("hostNetwork", "hostPID", "hostIPC", "initContainers");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("volumes"))
                    .allMatch(volume -> volume.has("emptyDir") || volume.has("configMap") || volume.has("secret"));
            assertThat(pod.path("containers")).isNotEmpty().allSatisfy(container -> {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
                assertThat(security.at("/capabilities").has("add")).isFalse();
                assertThat(security.has("privileged")).isFalse();
                for (String bound : List.of("requests", "limits")) {
                    assertThat(container.path("resources").path(bound).propertyNames())
                            .contains("memory", "cpu");
                }
            });
        });
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whatIsNamedIsThere(Map<String, Object> values) {
        Rendered all = chart.render(values);

        Stream.of("secretKeyRef", "secretRef", "secret").forEach(reference -> named(all, reference, "Secret"));
        Stream.of("configMapKeyRef", "configMap").forEach(reference -> named(all, reference, "ConfigMap"));
        assertThat(all.pods()).filteredOn(pod -> pod.has("serviceAccountName")).allSatisfy(pod -> assertThat(
                        all.names("ServiceAccount"))
                .contains(pod.path("serviceAccountName").asString()));
        all.kind("Ingress").forEach(ingress -> ingress.findValues("service").forEach(service -> assertThat(
                        portNames(all.get("Service", service.path("name").asString()), "/spec/ports"))
                .contains(service.at("/port/name").asString())));
        all.kind("HTTPRoute").forEach(route -> route.findValues("backendRefs").forEach(backends -> assertThat(
                        all.get("Service", backends.at("/0/name").asString()).at("/spec/ports"))
                .anyMatch(port -> port.path("port").equals(backends.at("/0/port")))));
        all.kind("HorizontalPodAutoscaler").forEach(scaler -> assertThat(all.get(
                                "Deployment",
                                scaler.at("/spec/scaleTargetRef/name").asString())
                        .path("spec")
                        .has("replicas"))
                .as("two counting the pods")
                .isFalse());
    }

    /** Each Service has pods, and each of its ports is one that they open. */
    @ParameterizedTest
    @MethodSource("variants")
    void everyServiceLeadsSomewhere(Map<String, Object> values) {
        Rendered all = chart.render(values);

        assertThat(all.kind("Service")).isNotEmpty().allSatisfy(service -> {
            List<JsonNode> behind = Stream.concat(all.kind("Deployment"), all.kind("StatefulSet"))
                    .filter(workload ->
                            contains(workload.at("/spec/template/metadata/labels"), service.at("/spec/selector")))
                    .toList();
            assertThat(behind).hasSize(1);
            assertThat(portNames(behind.get(0), "/spec/template/spec/containers/0/ports"))
                    .containsAll(service.at("/spec/ports").findValuesAsString("targetPort"));
        });
        assertThat(Stream.concat(all.kind("Deployment"), all.kind("StatefulSet")))
                .allSatisfy(workload -> {
                    JsonNode container = workload.at("/spec/template/spec/containers/0");
                    assertThat(portNames(container, "/ports"))
                            .containsAll(container.findValues("httpGet").stream()
                                    .map(get -> get.path("port").asString())
                                    .toList());
                    assertThat(contains(
                                    workload.at("/spec/template/metadata/labels"),
                                    workload.at("/spec/selector/matchLabels")))
                            .isTrue();
                });
    }

    /** A cluster that merges by name would take one of two, and not say which. */
    @ParameterizedTest
    @MethodSource("variants")
    void noVariableIsSetTwice(Map<String, Object> values) {
        assertThat(chart.render(values).pods())
                .allSatisfy(pod -> assertThat(pod.at("/containers/0/env").findValuesAsString("name").stream()
                                .filter(name -> name.matches("[A-Z_]+")))
                        .doesNotHaveDuplicates());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everySettingIsOneThatTheServicesKnow(Map<String, Object> values) throws IOException {
        Rendered all = chart.render(values);

        for (String service : all.names("Deployment")) {
            assertThat(SettingsTest.known())
                    .containsAll(all.environment(service).keySet());
        }
    }

    @Test
    void everySwitchIsAmongTheVariants() {
        assertThat(switches())
                .contains("redis.enabled", "networkPolicy.enabled")
                .containsAll(NEEDED.keySet());
    }

    static Stream<Named<Map<String, Object>>> variants() {
        Stream<Map<String, Object>> flipped = switches().stream().map(name -> with(name));
        return Stream.concat(CHOICES.stream(), flipped).map(values -> Named.of(values.toString(), values));
    }

    /** What is true or false among the values. */
    private static Set<String> switches() {
        Set<String> found = new TreeSet<>();
        collect(defaults(), "", found);
        return found;
    }

    private static void collect(JsonNode values, String path, Set<String> found) {
        values.propertyStream().forEach(value -> {
            String here = path + value.getKey();
            if (value.getValue().isBoolean()) {
                found.add(here);
            }
            collect(value.getValue(), here + ".", found);
        });
    }

    private static JsonNode defaults() {
        try {
            return new YAMLMapper().readTree(Files.readString(ChartFixture.HOME.resolve("helm/trivet/values.yaml")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A switch the other way, with what it needs, and some values more. */
    private static Map<String, Object> with(String name, Object... more) {
        boolean before = defaults().at("/" + name.replace('.', '/')).asBoolean();
        Map<String, Object> values = new HashMap<>(NEEDED.getOrDefault(name, Map.of()));
        values.put(name, !before);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i].toString(), more[i + 1]);
        }
        return values;
    }

    private static Map<String, Object> outside(Object... values) {
        Map<String, Object> all = new HashMap<>(Map.of("redis.enabled", false));
        for (int i = 0; i < values.length; i += 2) {
            all.put(values[i].toString(), values[i + 1]);
        }
        return all;
    }

    /** Every object that is referred to in this way is in the rendering, or one of the installer's own. */
    private static void named(Rendered all, String reference, String kind) {
        Predicate<String> outside = name -> name.startsWith("our-");
        Set<String> names = all.pods().stream()
                .flatMap(pod -> pod.findValues(reference).stream())
                .map(node -> node.path(node.has("secretName") ? "secretName" : "name")
                        .asString())
                .filter(outside.negate())
                .collect(Collectors.toSet());
        assertThat(all.names(kind)).containsAll(names);
    }

    private static List<String> portNames(JsonNode object, String path) {
        return object.at(path).findValuesAsString("name");
    }

    private static boolean contains(JsonNode labels, JsonNode selector) {
        return StreamSupport.stream(selector.properties().spliterator(), false)
                .allMatch(wanted -> labels.path(wanted.getKey()).equals(wanted.getValue()));
    }
}
