package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What {@code mvn package} leaves in {@code target/kubernetes} for trying one service, against the chart. */
class InnerLoopIT {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "session-service", "ratelimit-service"})
    void namesLabelsPortsAndProbesAreTheCharts(String service) throws IOException {
        String name = "trivet-" + service;
        Rendered built =
                Rendered.parse(Files.readString(HOME.resolve(service).resolve("target/kubernetes/kubernetes.yml")));
        Rendered chart = Rendered.parse(new Chart(HOME).render(Manifests.VALUES, HOME.resolve("packs/lokroom.yaml")));
        JsonNode template = built.get("Deployment", name).at("/spec/template");
        JsonNode installed = chart.get("Deployment", name).at("/spec/template");

        assertThat(built.objects()).hasSize(2).allSatisfy(object -> assertThat(
                        KubernetesModel.read(object).getMetadata().getName())
                .isEqualTo(name));
        assertThat(template.at("/metadata/labels").properties())
                .containsAll(installed.at("/metadata/labels").properties());
        assertThat(ports(template)).isEqualTo(ports(installed));
        assertThat(http(built.get("Service", name))).isEqualTo(http(chart.get("Service", name)));
        for (String probe : new String[] {"startupProbe", "livenessProbe", "readinessProbe"}) {
            JsonNode asked = template.at("/spec/containers/0").path(probe).path("httpGet");
            JsonNode wanted = installed.at("/spec/containers/0").path(probe).path("httpGet");
            assertThat(asked.path("path")).isEqualTo(wanted.path("path"));
            assertThat(asked.path("port").asInt())
                    .isEqualTo(ports(installed).get(wanted.path("port").asString()));
        }
    }

    private static Map<String, Integer> ports(JsonNode template) {
        return template.at("/spec/containers/0/ports")
                .valueStream()
                .collect(java.util.stream.Collectors.toMap(
                        port -> port.path("name").asString(),
                        port -> port.path("containerPort").asInt()));
    }

    private static JsonNode http(JsonNode service) {
        return service.at("/spec/ports")
                .valueStream()
                .filter(port -> port.path("name").asString().equals("http"))
                .findFirst()
                .orElseThrow()
                .path("port");
    }
}
