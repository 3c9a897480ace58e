package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import java.util.Map;

/** How many pods there are, where they run, and how they come and go. */
class ChartLifeTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @ParameterizedTest
    @CsvSource({"ratelimit-service,8080,9080", "session-service,8081,9081", "api-service,8082,9082"})
    void probesAskTheManagementPort(String service, int port, int management) {
        Rendered site = chart.render();

        JsonNode container = site.get("Deployment", "trivet-" + service).at("/spec/template/spec/containers/0");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(port);
        assertThat(container.at("/ports/1/name").asString()).isEqualTo("management");
        assertThat(container.at("/ports/1/containerPort").asInt()).isEqualTo(management);
        assertThat(probe(container, "startupProbe")).isEqualTo("management/health/liveness");
        assertThat(probe(container, "livenessProbe")).isEqualTo("management/health/liveness");
        assertThat(probe(container, "readinessProbe")).isEqualTo("management/health/readiness");
        assertThat(container.at("/lifecycle/preStop/sleep/seconds").asInt()).isPositive();
    }

    @BeforeEach
    void emptyCluster() {
        chart.cluster().forget();
    }

    @Test
    void aDisruptionBudgetNeedsASecondReplica() {
        Rendered site = chart.render("apiService.replicas", 1, "sessionService.replicas", 3);

        assertThat(site.names("PodDisruptionBudget"))
                .containsExactlyInAnyOrder("trivet-session-service", "trivet-ratelimit-service");
        assertThat(site.get("Deployment", "trivet-api-service")
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void theGatewaysKnowHowManyTheyAre() {
        assertThat(chart.render("ratelimitService.replicas", 5).environment("trivet-ratelimit-service"))
                .containsEntry("TRIVET_LIMITS_GATEWAYS", "5");
    }

    @Test
    void anAutoscalerCountsThePodsInPlaceOfTheChart() {
        Rendered site = chart.render(
                "ratelimitService.autoscaling.enabled",
                true,
                "ratelimitService.autoscaling.minReplicas",
                1,
                "ratelimitService.autoscaling.maxReplicas",
                9);

        JsonNode scaler =
                site.get("HorizontalPodAutoscaler", "trivet-ratelimit-service").path("spec");
        assertThat(scaler.path("minReplicas").asInt()).isEqualTo(1);
        assertThat(scaler.path("maxReplicas").asInt()).isEqualTo(9);
        assertThat(site.get("Deployment", "trivet-ratelimit-service")
                        .path("spec")
                        .has("replicas"))
                .isFalse();
        assertThat(site.names("PodDisruptionBudget")).doesNotContain("trivet-ratelimit-service");
        assertThat(site.environment("trivet-ratelimit-service")).containsEntry("TRIVET_LIMITS_GATEWAYS", "9");
    }

    /** A number that is left out is 1 for Kubernetes, which would end all pods but one under the very load that made one scale. */
    @ParameterizedTest
    @CsvSource({"1,3", "4,4", "9,6", "0,3"})
    void anAutoscalerBeginsWithThePodsThatAreThere(int there, String written) {
        chart.cluster()
                .keep(Map.of(
                        "apiVersion",
                        "apps/v1",
                        "kind",
                        "Deployment",
                        "metadata",
                        Map.of("name", "trivet-api-service"),
                        "spec",
                        Map.of("replicas", there)));

        assertThat(replicas(autoscaled())).isEqualTo(written);
        assertThat(replicas(chart.render("apiService.replicas", 2))).isEqualTo("2");
    }

    @Test
    void anAutoscalerBeginsWithItsFewestOnAClusterThatHasNone() {
        chart.cluster()
                .keep(Map.of("apiVersion", "v1", "kind", "ServiceAccount", "metadata", Map.of("name", "default")));

        assertThat(replicas(autoscaled())).isEqualTo("3");
    }

    /** A tool that only renders would undo what the autoscaler did at each sync. */
    @Test
    void whoeverOnlyRendersLeavesTheNumberToTheAutoscaler() {
        assertThat(replicas(autoscaled())).isEmpty();
    }

    private static Rendered autoscaled() {
        return chart.render(
                "apiService.replicas",
                2,
                "apiService.autoscaling.enabled",
                true,
                "apiService.autoscaling.minReplicas",
                3,
                "apiService.autoscaling.maxReplicas",
                6);
    }

    private static String replicas(Rendered site) {
        return site.get("Deployment", "trivet-api-service").at("/spec/replicas").asString("");
    }

    /** Kubernetes ends a pod by force when the grace period is over, and preStop is part of that. */
    @ParameterizedTest
    @CsvSource({"5,15", "30,15", "5,120"})
    void aPodMayFinishWhatItHasBegunBeforeItIsEnded(int before, int drain) {
        Rendered site = chart.render("noticeSeconds", before, "drainSeconds", drain);

        for (String service : ChartFixture.SERVICES) {
            JsonNode pod = site.get("Deployment", service).at("/spec/template/spec");
            Map<String, String> environment = site.environment(service);
            int notice = seconds(environment.get("QUARKUS_SHUTDOWN_DELAY"));
            int rest = seconds(environment.get("QUARKUS_SHUTDOWN_TIMEOUT"));
            assertThat(pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt())
                    .isEqualTo(before);
            assertThat(rest).isEqualTo(drain);
            assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(before + notice + rest + 5);
            // Longer than it takes until a pod that is not ready is noticed: one probe.
            assertThat(notice)
                    .isGreaterThanOrEqualTo(
                            pod.at("/containers/0/readinessProbe/periodSeconds").asInt());
        }
    }

    /** Ended before, it would begin anew for ever: api-service gives indexes ten minutes, and answers nobody until then. */
    @Test
    void aPodMayMakeIndexesBeforeItAnswers() {
        for (String service : ChartFixture.SERVICES) {
            JsonNode deployment = chart.render().get("Deployment", service).path("spec");
            JsonNode probe = deployment.at("/template/spec/containers/0/startupProbe");
            int patience = probe.path("periodSeconds").asInt()
                    * probe.path("failureThreshold").asInt();
            assertThat(patience).isGreaterThan(600);
            assertThat(deployment.path("progressDeadlineSeconds").asInt()).isGreaterThan(patience);
        }
    }

    @Test
    void noPodIsMissedDuringAnUpgrade() {
        for (String service : ChartFixture.SERVICES) {
            JsonNode update = chart.render().get("Deployment", service).at("/spec/strategy/rollingUpdate");
            assertThat(update.path("maxUnavailable").asInt(-1)).isZero();
            assertThat(update.path("maxSurge").asInt()).isPositive();
        }
    }

    @Test
    void podsKeepApart() {
        for (String service : ChartFixture.SERVICES) {
            JsonNode spread =
                    chart.render().get("Deployment", service).at("/spec/template/spec/topologySpreadConstraints");
            assertThat(spread.findValuesAsString("topologyKey"))
                    .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(spread.findValuesAsString("app.kubernetes.io/component"))
                    .containsOnly(service.substring("trivet-".length()));
        }
    }

    @Test
    void podsGoWhereTheyAreSent() {
        Rendered site = chart.render(
                "postgres.enabled",
                true,
                "database.existingSecret",
                "",
                "nodeSelector.disk",
                "fast",
                "tolerations[0].key",
                "web");

        assertThat(site.pods()).hasSize(6).allSatisfy(pod -> {
            assertThat(pod.at("/nodeSelector/disk").asString()).isEqualTo("fast");
            assertThat(pod.at("/tolerations/0/key").asString()).isEqualTo("web");
        });
    }

    private static int seconds(String duration) {
        assertThat(duration).matches("\\d+s");
        return Integer.parseInt(duration.substring(0, duration.length() - 1));
    }

    private static String probe(JsonNode container, String name) {
        JsonNode get = container.path(name).path("httpGet");
        return get.path("port").asString() + get.path("path").asString();
    }
}
