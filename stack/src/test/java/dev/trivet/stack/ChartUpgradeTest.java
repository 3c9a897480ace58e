package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.TreeMap;

/** What a cluster refuses to change stays as it is from one version of the chart to the next. */
class ChartUpgradeTest {
    private static final String[] FOR_GOOD = {"selector", "serviceName", "podManagementPolicy", "volumeClaimTemplates"};

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "session-service", "ratelimit-service"})
    void aDeploymentsSelectorIsTheSameForGood(String service) {
        assertThat(chart.render().get("Deployment", "trivet-" + service).at("/spec/selector/matchLabels"))
                .isEqualTo(selector(service));
    }

    @Test
    void selectorsAndDisksSayNothingOfTheVersion() {
        Object[] values = {"postgres.enabled", true, "database.existingSecret", ""};
        Rendered installed = chart.render(values);
        try (ChartFixture next = new ChartFixture(ChartUpgradeTest::nextVersion)) {
            Rendered upgraded = next.render(values);

            assertThat(upgraded.get("Deployment", "trivet-api-service")
                            .at("/metadata/labels")
                            .path("helm.sh/chart")
                            .asString())
                    .isEqualTo("trivet-9.9.9");
            for (String kind : new String[] {"Deployment", "Service"}) {
                installed.kind(kind).forEach(object -> assertThat(
                                upgraded.get(kind, Rendered.name(object)).at("/spec/selector"))
                        .isEqualTo(object.at("/spec/selector")));
            }
            assertThat(installed.kind("StatefulSet")).hasSize(2).allSatisfy(before -> {
                JsonNode after = upgraded.get("StatefulSet", Rendered.name(before));
                for (String unchanging : FOR_GOOD) {
                    assertThat(after.path("spec").path(unchanging))
                            .as(unchanging)
                            .isEqualTo(before.path("spec").path(unchanging));
                }
                assertThat(before.at("/spec/selector/matchLabels"))
                        .isEqualTo(selector(Rendered.name(before).substring("trivet-".length())));
            });
        }
    }

    /** The labels that releases out there already have. */
    private static JsonNode selector(String component) {
        return new JsonMapper()
                .valueToTree(new TreeMap<>(Map.of(
                        "app.kubernetes.io/name",
                        "trivet-" + component,
                        "app.kubernetes.io/instance",
                        "trivet",
                        "app.kubernetes.io/component",
                        component)));
    }

    private static String nextVersion(String meta) {
        return meta.replaceAll("(?m)^(version|appVersion): .*", "$1: 9.9.9");
    }
}
