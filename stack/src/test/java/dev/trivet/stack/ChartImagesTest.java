package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Where images come from, and which they are. */
class ChartImagesTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    /** A name that nobody has been told to publish under is a stranger's. */
    @Test
    void itIsAskedWhereImagesAre() {
        assertThatThrownBy(() -> chart.render("image.prefix", ""))
                .hasMessageContaining("image.prefix is empty")
                .hasMessageContaining(
                        "docker build --build-arg SERVICE=$service --tag registry.example.org/trivet/$service:0.1.0 .")
                .hasMessageContaining("docker push")
                .hasMessageContaining("--set image.prefix=registry.example.org/trivet/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.example.org/trivet", "trivet", "with space/"})
    void aPrefixEndsWhereTheNameBegins(String prefix) {
        assertThatThrownBy(() -> chart.render("image.prefix", prefix))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining("prefix");
    }

    @Test
    void imagesComeFromWhereOneSays() {
        Rendered site = chart.render("image.prefix", "registry.example.org:5000/site/", "image.tag", "7.1.0");

        assertThat(images(site, "Deployment"))
                .containsExactlyInAnyOrder(
                        "registry.example.org:5000/site/api-service:7.1.0",
                        "registry.example.org:5000/site/session-service:7.1.0",
                        "registry.example.org:5000/site/ratelimit-service:7.1.0");
    }

    @Test
    void oneServicesImageMayBeNamedToTheByte() {
        String digest = "sha256:" + "0a".repeat(32);

        assertThat(images(chart.render("apiService.digest", digest), "Deployment"))
                .contains("registry.example.org/trivet/api-service:0.1.0@" + digest)
                .contains("registry.example.org/trivet/session-service:0.1.0");
        assertThatThrownBy(() -> chart.render("apiService.digest", "0a0a"))
                .hasMessageContaining("values don't meet the specifications of the schema");
    }

    @Test
    void everyPodMayOpenAPrivateRegistry() {
        Rendered site =
                chart.render("image.pullSecrets[0]", "key", "postgres.enabled", true, "database.existingSecret", "");

        assertThat(site.pods()).hasSize(6).allSatisfy(pod -> assertThat(
                        pod.at("/imagePullSecrets/0/name").asString())
                .isEqualTo("key"));
    }

    @Test
    void imagesOfOthersAreThoseOfComposeAndPinned() throws IOException {
        Rendered site = chart.render("postgres.enabled", true, "database.existingSecret", "");
        JsonNode compose = new YAMLMapper().readTree(Files.readString(ChartFixture.HOME.resolve("docker-compose.yml")));

        assertThat(images(site, "StatefulSet"))
                .containsExactlyInAnyOrder(
                        compose.at("/services/redis/image").asString(),
                        compose.at("/services/postgres/image").asString());
        assertThat(site.pods())
                .extracting(pod -> pod.at("/containers/0/image").asString())
                .filteredOn(image -> !image.startsWith("registry.example.org/"))
                .hasSize(3)
                .allMatch(image -> image.matches("[a-z/]+:[0-9.]+[a-z-]*@sha256:[0-9a-f]{64}"));
    }

    /** What is built by the guide or by compose is what the chart asks for. */
    @Test
    void whatIsBuiltHasTheTagThatTheChartAsksFor() throws IOException {
        String tag = images(chart.render(), "Deployment").iterator().next().replaceAll(".*:", "");
        JsonNode compose = new YAMLMapper().readTree(Files.readString(ChartFixture.HOME.resolve("docker-compose.yml")));

        for (String service : ChartPods.SERVICES) {
            assertThat(compose.at("/services/" + service + "/image").asString())
                    .isEqualTo("trivet/" + service + ":" + tag);
        }
        for (String file :
                new String[] {"docs/operations.md", "helm/trivet/README.md", "Dockerfile", "Dockerfile.native"}) {
            assertThat(Files.readString(Path.of(ChartFixture.HOME.toString(), file))
                            .lines()
                            .filter(line -> line.contains("docker build")))
                    .as(file)
                    .isNotEmpty()
                    .allMatch(line -> !line.contains("--tag") || line.contains("service:" + tag));
        }
    }

    private static Set<String> images(Rendered site, String kind) {
        return site.kind(kind)
                .map(workload ->
                        workload.at("/spec/template/spec/containers/0/image").asString())
                .collect(Collectors.toSet());
    }
}
