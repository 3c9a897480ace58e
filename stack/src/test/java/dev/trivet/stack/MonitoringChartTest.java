package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What the chart brings for Prometheus and Grafana. */
class MonitoringChartTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));
    private static final Set<String> SERVICES = Set.of("api-service", "session-service", "ratelimit-service");
    private static final String COMPONENT = "app.kubernetes.io/component";

    @Test
    void byItselfItBringsNothingThatACompleteClusterMayLack() {
        Rendered chart = render(Map.of());

        assertThat(chart.kind("ServiceMonitor")).isEmpty();
        assertThat(chart.kind("PrometheusRule")).isEmpty();
        assertThat(chart.find("ConfigMap", "trivet-dashboard")).isEmpty();
        assertThat(chart.find("NetworkPolicy", "trivet-metrics")).isEmpty();
    }

    /** What a ServiceMonitor reads is the endpoints of Services that it chooses and that have the port. */
    @Test
    void theServiceMonitorReadsEachServiceOnceAtItsManagementPort() {
        Rendered chart = render(Map.of("monitoring.serviceMonitor.enabled", "true"));

        JsonNode monitor = chart.get("ServiceMonitor", "trivet").path("spec");
        JsonNode endpoint = monitor.at("/endpoints/0");
        assertThat(endpoint.path("path").asString()).isEqualTo("/metrics");
        List<String> read = chart.kind("Service")
                .filter(service -> isChosen(service, monitor.path("selector")))
                .filter(service -> StreamSupport.stream(
                                service.at("/spec/ports").spliterator(), false)
                        .anyMatch(port -> port.path("name").equals(endpoint.path("port"))))
                .map(service -> service.at("/metadata/labels").path(COMPONENT).asString())
                .toList();
        assertThat(read).containsExactlyInAnyOrderElementsOf(SERVICES);
        assertThat(monitor.path("jobLabel").asString()).isEqualTo(COMPONENT);
    }

    @Test
    void prometheusIsLetInToManagementAloneAndFromItsNamespaceAlone() {
        JsonNode policy = render(Map.of(
                        "monitoring.serviceMonitor.enabled", "true", "monitoring.prometheusNamespace", "watchers"))
                .get("NetworkPolicy", "trivet-metrics")
                .path("spec");

        assertThat(policy.at("/ingress/0/from/0/namespaceSelector/matchLabels").toString())
                .isEqualTo("{\"kubernetes.io/metadata.name\":\"watchers\"}");
        assertThat(policy.at("/ingress/0/ports").toString()).isEqualTo("[{\"port\":\"management\"}]");
        assertThat(new TreeSet<>(policy.at("/podSelector/matchExpressions/0/values")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList()))
                .isEqualTo(new TreeSet<>(SERVICES));
        assertThat(render(Map.of("monitoring.serviceMonitor.enabled", "true", "networkPolicy.enabled", "false"))
                        .kind("NetworkPolicy"))
                .isEmpty();
    }

    @Test
    void theRulesAreTheFilesOwnWithTheLabelsThatTheyAreChosenBy() {
        JsonNode rule = render(Map.of(
                        "monitoring.prometheusRule.enabled",
                        "true",
                        "monitoring.labels.release",
                        "kube-prometheus-stack"))
                .get("PrometheusRule", "trivet");

        assertThat(rule.at("/metadata/labels/release").asString()).isEqualTo("kube-prometheus-stack");
        assertThat(rule.at("/spec/groups/0/rules").valueStream().map(alert -> alert.path("alert")
                        .asString()))
                .containsExactlyInAnyOrderElementsOf(Monitoring.alerts().keySet());
        // Prometheus' own templates, which are not Helm's.
        assertThat(rule.at("/spec/groups/0/rules").findValuesAsString("summary"))
                .contains("{{ $labels.job }} goes on without Redis");
    }

    /** Whatever other sites and other teams run beside this one. */
    @Test
    void theRulesAskForTheReleasesOwnNamespaceAlone(@TempDir Path folder) throws IOException {
        JsonNode rules = render(Map.of("monitoring.prometheusRule.enabled", "true"))
                .get("PrometheusRule", "trivet")
                .path("spec");

        assertThat(rules.at("/groups/0/rules")).isNotEmpty().allSatisfy(rule -> {
            String expression = rule.path("expr").asString();
            assertThat(PromQl.parse(expression).selectors())
                    .isNotEmpty()
                    .allSatisfy(selector -> assertThat(selector.labels()).contains("namespace"));
            assertThat(expression.split("namespace=\"trivet\"", -1))
                    .hasSize(PromQl.parse(expression).selectors().size() + 1);
        });
        Files.writeString(folder.resolve("alerts.yaml"), new YAMLMapper().writeValueAsString(rules));
        Promtool.run(folder, "check", "rules", "alerts.yaml");
    }

    @Test
    void theDashboardIsTheFileAndGrafanasSidecarFindsIt() {
        JsonNode map = render(Map.of("monitoring.dashboard.enabled", "true")).get("ConfigMap", "trivet-dashboard");

        assertThat(map.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(map.path("data").path("dashboard.json").asString()))
                .isEqualTo(Monitoring.dashboard());
    }

    @Test
    void eachPanelHasATitleOfItsOwnAndANumber() {
        List<JsonNode> panels =
                Monitoring.dashboard().path("panels").valueStream().toList();

        assertThat(panels).extracting(panel -> panel.path("title").asString()).doesNotHaveDuplicates();
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
    }

    @Test
    void aMisspeltSwitchIsRefused() {
        assertThatThrownBy(() -> render(Map.of("monitoring.serviceMonitors.enabled", "true")))
                .hasMessageContaining("monitoring");
    }

    private static boolean isChosen(JsonNode service, JsonNode selector) {
        JsonNode labels = service.at("/metadata/labels");
        return selector.path("matchLabels").propertyStream().allMatch(label -> labels.path(label.getKey())
                        .equals(label.getValue()))
                && selector.path("matchExpressions").valueStream().allMatch(expression -> expression
                        .path("values")
                        .valueStream()
                        .anyMatch(value ->
                                value.equals(labels.path(expression.path("key").asString()))));
    }

    private static Rendered render(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Manifests.VALUES);
        values.putAll(more);
        return Rendered.parse(new Chart(HOME).render(values, HOME.resolve("packs/lokroom.yaml")));
    }
}
