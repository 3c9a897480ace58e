package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** How clients reach the gateway. */
class ChartDoorTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

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

    /** Else whoever signs in by http shows his password to everybody on the way. */
    @Test
    void whoComesWithoutTlsIsSentToIt() {
        Object[] tls = {"ratelimitService.tls.existingSecret", "our-tls", "ratelimitService.tls.port", 4443};

        assertThat(chart.render(tls).environment("trivet-ratelimit-service"))
                .containsEntry("TRIVET_GATEWAY_TLS_REDIRECT", "4443");
        assertThat(Rendered.environment(
                        chart.render(tls).get("Pod", "trivet-test").path("spec")))
                .containsEntry("GATEWAY", "https://trivet-ratelimit-service:4443");
        assertThat(chart.render(tls[0], tls[1], "ratelimitService.env.TRIVET_GATEWAY_TLS_REDIRECT", "")
                        .environment("trivet-ratelimit-service"))
                .containsEntry("TRIVET_GATEWAY_TLS_REDIRECT", "");
        assertThat(chart.render().environment("trivet-ratelimit-service"))
                .doesNotContainKey("TRIVET_GATEWAY_TLS_REDIRECT");
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
    void anIngressLeadsToTheGateway() {
        JsonNode ingress = chart.render(
                        "ingress.enabled",
                        true,
                        "ingress.hosts[0]",
                        "www.example.org",
                        "ingress.tlsSecret",
                        "our-tls",
                        ChartFixture.TRUSTED,
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
                        "httpRoute.enabled",
                        true,
                        "httpRoute.parentRefs[0].name",
                        "public",
                        ChartFixture.TRUSTED,
                        "10.0.0.0/8")
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
