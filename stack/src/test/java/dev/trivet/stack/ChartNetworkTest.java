package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who reaches what. */
class ChartNetworkTest {
    private static final String TRUSTED = "ratelimitService.env.TRIVET_GATEWAY_TRUSTED_PROXIES";

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

    @Test
    void anIngressLeadsToTheGateway() {
        JsonNode ingress = chart.render(
                        "ingress.enabled",
                        true,
                        "ingress.hosts[0]",
                        "www.example.org",
                        "ingress.tlsSecret",
                        "our-tls",
                        TRUSTED,
                        "10.0.0.0/8")
                .get("Ingress", "trivet-ratelimit-service")
                .path("spec");

        assertThat(ingress.at("/rules/0/host").asString()).isEqualTo("www.example.org");
        assertThat(ingress.at("/rules/0/http/paths/0/backend/service/name").asString())
                .isEqualTo("trivet-ratelimit-service");
        assertThat(ingress.at("/tls/0/hosts/0").asString()).isEqualTo("www.example.org");
    }

    @Test
    void aRouteOfTheGatewayApiLeadsToTheGateway() {
        JsonNode route = chart.render(
                        "httpRoute.enabled", true, "httpRoute.parentRefs[0].name", "public", TRUSTED, "10.0.0.0/8")
                .get("HTTPRoute", "trivet-ratelimit-service")
                .path("spec");

        assertThat(route.at("/parentRefs/0/name").asString()).isEqualTo("public");
        assertThat(route.at("/rules/0/backendRefs/0/name").asString()).isEqualTo("trivet-ratelimit-service");
        assertThat(route.at("/rules/0/backendRefs/0/port").asInt()).isEqualTo(80);
    }

    /** Else everybody behind it is one client, and a hundred wrong passwords refuse everybody's sign-in. */
    @Test
    void aProxyInFrontMustBeKnown() {
        assertThatThrownBy(() -> chart.render("ingress.enabled", true, "ingress.hosts[0]", "www.example.org"))
                .hasMessageContaining("TRIVET_GATEWAY_TRUSTED_PROXIES does not name it");
        assertThatThrownBy(() -> chart.render("httpRoute.enabled", true, "httpRoute.parentRefs[0].name", "public"))
                .hasMessageContaining("TRIVET_GATEWAY_TRUSTED_PROXIES does not name it");
    }
}
