package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

class ChartTest {
    private static final String[] SERVICES = {"trivet-api-service", "trivet-session-service", "trivet-ratelimit-service"
    };

    private static ChartFixture chart;

    @BeforeAll
    static void startCluster() {
        chart = new ChartFixture();
    }

    @AfterAll
    static void stopCluster() {
        chart.close();
    }

    @Test
    void theChartPassesAStrictLint() {
        LintResult lint = new Chart(ChartFixture.HOME).lint();

        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @Test
    void itIsThreeServicesAndRedis() {
        Rendered site = chart.render();

        assertThat(site.names("Deployment")).containsExactlyInAnyOrder(SERVICES);
        assertThat(site.names("StatefulSet")).containsExactly("trivet-redis");
        assertThat(site.names("Service")).contains(SERVICES).contains("trivet-redis");
        assertThat(site.names("NetworkPolicy")).contains(SERVICES).contains("trivet-redis");
        assertThat(site.objects()).allSatisfy(object -> {
            assertThat(object.path("apiVersion").asString()).isNotEmpty();
            assertThat(object.at("/metadata/labels")
                            .path("app.kubernetes.io/instance")
                            .asString())
                    .isEqualTo("trivet");
        });
    }

    @Test
    void everyPodHasASmallAccountARoomToWriteInAndABoundToItsAppetite() {
        Rendered site = chart.render();

        assertThat(site.pods()).allSatisfy(pod -> {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            // That of the test is the namespace's own: it is there for a moment.
            assertThat(site.names("ServiceAccount")
                                    .contains(pod.path("serviceAccountName").asString())
                            || pod.path("restartPolicy").asString().equals("Never"))
                    .isTrue();
            JsonNode container = pod.at("/containers/0");
            assertThat(container.path("volumeMounts"))
                    .anyMatch(mount -> mount.path("mountPath").asString().equals("/tmp"));
            for (String bound : List.of("requests", "limits")) {
                assertThat(container.path("resources").path(bound).has("memory"))
                        .isTrue();
                assertThat(container.path("resources").path(bound).has("cpu")).isTrue();
            }
        });
        assertThat(site.kind("ServiceAccount")).allMatch(account -> !account.path("automountServiceAccountToken")
                .asBoolean(true));
    }

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

    @Test
    void whoSendsMailGetsTheMailSecretAndTheGatewayDoesNot() {
        Rendered site = chart.render("mail.existingSecret", "post");

        for (String service : SERVICES) {
            JsonNode container = site.get("Deployment", service).at("/spec/template/spec/containers/0");
            assertThat(container.at("/envFrom/0/secretRef/name").asString(""))
                    .as(service)
                    .isEqualTo(service.equals("trivet-ratelimit-service") ? "" : "post");
        }
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
    void aSettingOfOnesOwnReachesItsService() {
        Rendered site = chart.render("apiService.env.TRIVET_CACHE_MEMORY", "128M");

        assertThat(site.environment("trivet-api-service")).containsEntry("TRIVET_CACHE_MEMORY", "128M");
        assertThat(site.environment("trivet-session-service")).doesNotContainKey("TRIVET_CACHE_MEMORY");
    }

    @Test
    void imagesComeFromWhereOneSays() {
        Rendered site = chart.render(
                "image.prefix", "registry.example.org/site/", "image.tag", "7.1.0", "image.pullSecrets[0]", "key");

        assertThat(site.kind("Deployment").map(deployment -> deployment
                        .at("/spec/template/spec/containers/0/image")
                        .asString()))
                .containsExactlyInAnyOrder(
                        "registry.example.org/site/api-service:7.1.0",
                        "registry.example.org/site/session-service:7.1.0",
                        "registry.example.org/site/ratelimit-service:7.1.0");
        assertThat(site.pods().get(0).at("/imagePullSecrets/0/name").asString()).isEqualTo("key");
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

    /** Kubernetes ends a pod by force when the grace period is over, and preStop is part of that. */
    @ParameterizedTest
    @ValueSource(ints = {15, 120})
    void aPodMayFinishWhatItHasBegunBeforeItIsEnded(int drain) {
        Rendered site = chart.render("drainSeconds", drain);

        for (String service : SERVICES) {
            JsonNode pod = site.get("Deployment", service).at("/spec/template/spec");
            Map<String, String> environment = site.environment(service);
            int before = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
            int notice = seconds(environment.get("QUARKUS_SHUTDOWN_DELAY"));
            int rest = seconds(environment.get("QUARKUS_SHUTDOWN_TIMEOUT"));
            assertThat(rest).isEqualTo(drain);
            assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(before + notice + rest + 5);
            // Longer than it takes until a pod that is not ready is noticed: one probe.
            assertThat(before).isPositive();
            assertThat(notice)
                    .isGreaterThanOrEqualTo(
                            pod.at("/containers/0/readinessProbe/periodSeconds").asInt());
        }
    }

    /** Ended before, it would begin anew for ever: api-service gives indexes ten minutes, and answers nobody until then. */
    @Test
    void aPodMayMakeIndexesBeforeItAnswers() {
        for (String service : SERVICES) {
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
        for (String service : SERVICES) {
            JsonNode update = chart.render().get("Deployment", service).at("/spec/strategy/rollingUpdate");
            assertThat(update.path("maxUnavailable").asInt(-1)).isZero();
            assertThat(update.path("maxSurge").asInt()).isPositive();
        }
    }

    @Test
    void podsKeepApart() {
        for (String service : SERVICES) {
            JsonNode spread =
                    chart.render().get("Deployment", service).at("/spec/template/spec/topologySpreadConstraints");
            assertThat(spread.findValuesAsString("topologyKey"))
                    .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(spread.findValuesAsString("app.kubernetes.io/component"))
                    .containsOnly(service.substring("trivet-".length()));
        }
    }

    @Test
    void theGatewayAnswersTlsWithTheCertificateThatIsNamed() {
        Rendered site = chart.render("ratelimitService.tls.existingSecret", "our-tls");
        JsonNode pod = site.get("Deployment", "trivet-ratelimit-service").at("/spec/template/spec");

        assertThat(site.environment("trivet-ratelimit-service"))
                .containsEntry("TRIVET_GATEWAY_TLS_KEY", "/etc/trivet-tls/tls.key")
                .containsEntry("TRIVET_GATEWAY_TLS_CERTIFICATE", "/etc/trivet-tls/tls.crt");
        assertThat(pod.path("volumes").findValuesAsString("secretName")).containsExactly("our-tls");
        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsString("mountPath"))
                .contains("/etc/trivet-tls");
        assertThat(site.get("Service", "trivet-ratelimit-service")
                        .at("/spec/ports")
                        .findValuesAsString("port"))
                .containsExactly("80", "443");
        assertThat(chart.render().environment("trivet-ratelimit-service")).doesNotContainKey("TRIVET_GATEWAY_TLS_KEY");
    }

    /** A node that passes a request on to another node's pod puts its own address on it. */
    @Test
    void aLoadBalancerKeepsTheClientsAddresses() {
        assertThat(chart.render("ratelimitService.service.type", "LoadBalancer")
                        .get("Service", "trivet-ratelimit-service")
                        .at("/spec/externalTrafficPolicy")
                        .asString())
                .isEqualTo("Local");
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

    @Test
    void anInstallKnowsHowItIsTried() {
        Rendered site = chart.render("profile", "dev");
        JsonNode test = site.get("Pod", "trivet-test");

        assertThat(Rendered.environment(test.path("spec")))
                .containsEntry("GATEWAY", "http://trivet-ratelimit-service:80")
                .containsEntry("API", "/api")
                .containsEntry("AUTH", "/api/auth")
                .containsEntry("TYPE", "amenities")
                .containsEntry("EMAIL", "admin@example.org");
        assertThat(Rendered.environment(chart.render().get("Pod", "trivet-test").path("spec")))
                .doesNotContainKeys("EMAIL", "PASSWORD");
    }

    @Test
    void whoInstallsIsToldWhatToDoNextAndWhatIsNotForReal() {
        String notes = chart.notes();
        assertThat(notes.lines().count()).isLessThan(25);
        assertThat(notes)
                .startsWith("Lok'Room is on its way.")
                .contains("kubectl -n trivet rollout status deployment/trivet-ratelimit-service")
                .contains("helm -n trivet test trivet --logs")
                .contains("port-forward service/trivet-ratelimit-service 8080:80")
                .contains("Secret trivet-secrets was made for you")
                .contains("Mails wait")
                .contains("TRIVET_GATEWAY_TRUSTED_PROXIES")
                .doesNotContain("The profile is dev", "PostgreSQL is the chart's own");

        assertThat(chart.notes("profile", "dev", "postgres.enabled", true, "database.existingSecret", ""))
                .contains("The profile is dev", "PostgreSQL is the chart's own")
                .doesNotContain("Mails wait");
        assertThat(chart.notes("secrets.existingSecret", "our-secrets")).doesNotContain("was made for you");
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
