package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the chart brings, and what it says of itself. */
class ChartTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @Test
    void theChartPassesAStrictLint() {
        LintResult lint = new Chart(ChartFixture.HOME).lint();

        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @Test
    void itIsThreeServicesAndRedis() {
        Rendered site = chart.render();

        assertThat(site.names("Deployment")).containsExactlyInAnyOrder(ChartFixture.SERVICES);
        assertThat(site.names("StatefulSet")).containsExactly("trivet-redis");
        assertThat(site.names("Service")).contains(ChartFixture.SERVICES).contains("trivet-redis");
        assertThat(site.names("NetworkPolicy")).contains(ChartFixture.SERVICES).contains("trivet-redis");
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

    @Test
    void whoSendsMailGetsTheMailSecretAndTheGatewayDoesNot() {
        Rendered site = chart.render("mail.existingSecret", "post");

        for (String service : ChartFixture.SERVICES) {
            JsonNode container = site.get("Deployment", service).at("/spec/template/spec/containers/0");
            assertThat(container.at("/envFrom/0/secretRef/name").asString(""))
                    .as(service)
                    .isEqualTo(service.equals("trivet-ratelimit-service") ? "" : "post");
        }
    }

    @Test
    void aSettingOfOnesOwnReachesItsService() {
        Rendered site = chart.render("apiService.env.TRIVET_CACHE_MEMORY", "128M");

        assertThat(site.environment("trivet-api-service")).containsEntry("TRIVET_CACHE_MEMORY", "128M");
        assertThat(site.environment("trivet-session-service")).doesNotContainKey("TRIVET_CACHE_MEMORY");
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
        assertThat(chart.notes("secrets.existingSecret", "our-secrets", "secrets.existingSigningKeys", "our-keys"))
                .doesNotContain("was made for you");
    }

    /** A Service's name is part of one in DNS, and Helm lets a release's be longer. */
    @Test
    void namesFitHoweverLongTheReleasesIs() throws IOException {
        Matcher cut = Pattern.compile("trunc (\\d+)")
                .matcher(Files.readString(ChartFixture.HOME.resolve("helm/trivet/templates/_names.tpl")));
        assertThat(cut.find()).isTrue();
        int longest = Integer.parseInt(cut.group(1));

        assertThat(chart.render("monitoring.serviceMonitor.enabled", true).names("Service"))
                .contains("trivet-ratelimit-service-management")
                .allSatisfy(name -> assertThat(name.substring("trivet".length()).length() + longest)
                        .isLessThanOrEqualTo(63));
    }

    @Test
    void whoPutsAProxyInFrontIsToldWhoElseReachesTheGateway() {
        Object[] ingress = {
            "ingress.enabled", true, "ingress.hosts[0]", "www.example.org", ChartFixture.TRUSTED, "10.0.0.0/8"
        };
        assertThat(chart.notes(ingress)).contains("networkPolicy.gatewayFrom");
        assertThat(chart.notes()).doesNotContain("networkPolicy.gatewayFrom");

        Object[] closed = Arrays.copyOf(ingress, ingress.length + 2);
        closed[ingress.length] = "networkPolicy.gatewayFrom[0].namespaceSelector.matchLabels.name";
        closed[ingress.length + 1] = "ingress";
        assertThat(chart.notes(closed)).doesNotContain("networkPolicy.gatewayFrom");
    }
}
