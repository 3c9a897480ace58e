package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import java.util.Locale;

/** Who reaches what. */
class ChartNetworkTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @Test
    void onlyTheGatewayIsOpenToOutside() {
        Rendered site = chart.render();

        assertThat(site.kind("NetworkPolicy")
                        .filter(policy ->
                                policy.at("/spec/ingress").valueStream().anyMatch(rule -> !rule.has("from")))
                        .map(Rendered::name))
                .containsExactly("trivet-ratelimit-service");
        assertThat(site.get("NetworkPolicy", "trivet-ratelimit-service")
                        .at("/spec/ingress/0/ports")
                        .toString())
                .isEqualTo("[{\"port\":8080}]");
        assertThat(site.get("Service", "trivet-ratelimit-service").at("/spec/ports"))
                .hasSize(1);
    }

    @Test
    void onlyOurServicesReachRedis() {
        JsonNode policy = chart.render().get("NetworkPolicy", "trivet-redis").path("spec");

        assertThat(policy.path("ingress")).hasSize(1);
        assertThat(policy.at("/ingress/0/from").findValuesAsString("app.kubernetes.io/component"))
                .containsExactlyInAnyOrder("api-service", "session-service", "ratelimit-service");
        assertThat(policy.path("policyTypes").toString()).contains("Egress");
        assertThat(policy.has("egress")).isFalse();
    }

    /** By a Service with one address connections are spread, not requests, and one pod that fails takes all others with it. */
    @ParameterizedTest
    @CsvSource({"api-service,8082", "session-service,8081"})
    void theGatewayKnowsPodsOneByOne(String service, int port) {
        Rendered site = chart.render();
        String variable = "TRIVET_GATEWAY_" + service.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
        JsonNode pods = site.get("Service", "trivet-" + service + "-pods").path("spec");

        assertThat(site.environment("trivet-ratelimit-service"))
                .containsEntry(
                        variable,
                        "http://trivet-%s-pods:%d;weight=999,http://trivet-%s:%d"
                                .formatted(service, port, service, port));
        assertThat(pods.path("clusterIP").asString()).isEqualTo("None");
        // Those that are not ready would be asked too.
        assertThat(pods.has("publishNotReadyAddresses")).isFalse();
        assertThat(pods.path("selector"))
                .isEqualTo(site.get("Service", "trivet-" + service).at("/spec/selector"));
        // Nothing translates a headless Service's port.
        assertThat(pods.path("ports")).hasSize(1);
        assertThat(pods.at("/ports/0/port").asInt())
                .isEqualTo(port)
                .isEqualTo(site.get("Deployment", "trivet-" + service)
                        .at("/spec/template/spec/containers/0/ports/0/containerPort")
                        .asInt());
        // Its client has one connection to one address, and could not go elsewhere.
        assertThat(site.environment("trivet-ratelimit-service"))
                .containsEntry("TRIVET_SESSION_SERVICE_URL", "http://trivet-session-service:8081");
    }

    @Test
    void metricsAreOpenToWhoeverIsNamed() {
        Rendered site = chart.render("networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name", "monitoring");

        assertThat(site.get("NetworkPolicy", "trivet-api-service")
                        .at("/spec/ingress/1")
                        .toString())
                .contains("9082", "monitoring");
        assertThat(site.get("NetworkPolicy", "trivet-redis").at("/spec/ingress"))
                .hasSize(1);
    }

    @Test
    void theServicesMayCallWhatTheyNeedAndWhatIsNamed() {
        assertThat(chart.render().names("NetworkPolicy")).doesNotContain("trivet-egress");

        JsonNode policy = chart.render(
                        "networkPolicy.egress.enabled",
                        true,
                        "networkPolicy.egress.rules[0].to[0].ipBlock.cidr",
                        "10.20.0.0/16")
                .get("NetworkPolicy", "trivet-egress")
                .path("spec");

        assertThat(policy.path("policyTypes").toString()).isEqualTo("[\"Egress\"]");
        assertThat(policy.at("/podSelector/matchExpressions/0/values").toString())
                .contains("ratelimit-service", "session-service", "api-service", "test")
                .doesNotContain("redis", "postgres");
        assertThat(policy.at("/egress/0").toString())
                .isEqualTo("{\"ports\":[{\"port\":53,\"protocol\":\"UDP\"},{\"port\":53,\"protocol\":\"TCP\"}]}");
        assertThat(policy.at("/egress/1/to/0/podSelector/matchLabels").toString())
                .contains("app.kubernetes.io/instance", "app.kubernetes.io/part-of");
        assertThat(policy.at("/egress/2").toString()).contains("10.20.0.0/16");
        assertThat(policy.path("egress")).hasSize(3);
    }

    @Test
    void networkPoliciesCanBeLeftOut() {
        assertThat(chart.render("networkPolicy.enabled", false).names("NetworkPolicy"))
                .isEmpty();
    }

    @Test
    void onlyThoseWithADatabaseReachPostgres() {
        JsonNode policy = chart.render("postgres.enabled", true, "database.existingSecret", "")
                .get("NetworkPolicy", "trivet-postgres")
                .path("spec");

        assertThat(policy.path("ingress")).hasSize(1);
        assertThat(policy.at("/ingress/0/from").findValuesAsString("app.kubernetes.io/component"))
                .containsExactlyInAnyOrder("api-service", "session-service");
        assertThat(policy.path("policyTypes").toString()).contains("Egress");
        assertThat(policy.has("egress")).isFalse();
    }

    /** And to {@code helm test}, which is a client too. */
    @Test
    void theGatewayMayBeOpenToSomeAlone() {
        JsonNode door = chart.render("networkPolicy.gatewayFrom[0].namespaceSelector.matchLabels.name", "ingress")
                .get("NetworkPolicy", "trivet-ratelimit-service")
                .at("/spec/ingress/0");

        assertThat(door.path("from")).hasSize(2);
        assertThat(door.path("from").findValuesAsString("app.kubernetes.io/component"))
                .containsExactly("test");
        assertThat(door.path("from").toString()).contains("\"name\":\"ingress\"");
    }

    @Test
    void tlsIsOpenWhereTheGatewayAnswersIt() {
        assertThat(chart.render("ratelimitService.tls.existingSecret", "our-tls")
                        .get("NetworkPolicy", "trivet-ratelimit-service")
                        .at("/spec/ingress/0/ports")
                        .findValuesAsString("port"))
                .containsExactly("8080", "8443");
    }
}
