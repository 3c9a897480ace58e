package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

class ManifestsTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));

    @Test
    void theManifestsAreWhatTheChartRenders() throws IOException {
        Map<String, String> committed = committed();
        Map<String, String> rendered = Manifests.files(HOME);

        var names = new TreeSet<>(committed.keySet());
        names.addAll(rendered.keySet());
        assertThat(names.stream().filter(name -> !Objects.equals(committed.get(name), rendered.get(name))))
                .as("files of k8s/ that differ from the chart; run ./trivet manifests and commit what it writes")
                .isEmpty();
    }

    @Test
    void theManifestsHoldNoSecret() {
        Map<String, String> files = Manifests.files(HOME);

        assertThat(files).doesNotContainKey("secrets.yaml");
        assertThat(files.values()).noneMatch(text -> text.contains("\nkind: Secret\n"));
    }

    @Test
    void theKustomizationNamesEveryFileBesideIt() {
        Map<String, String> files = Manifests.files(HOME);

        assertThat(files.get("kustomization.yaml").lines().filter(line -> line.startsWith("  - ")))
                .containsExactlyElementsOf(files.keySet().stream()
                        .filter(name -> !name.equals("kustomization.yaml"))
                        .map(name -> "  - " + name)
                        .toList());
    }

    @Test
    void theManifestsHoldWhatAClusterTakes() {
        Map<String, String> files = Manifests.files(HOME);
        files.remove("kustomization.yaml");

        assertThat(files.values())
                .allSatisfy(text -> Rendered.parse(text).objects().forEach(KubernetesModel::read));
    }

    /** Its comment tells how to bring images; what it tells is good YAML and names those that are there. */
    @Test
    void theKustomizationSaysHowToBringImages() {
        Map<String, String> files = Manifests.files(HOME);
        String comment = files.get("kustomization.yaml");
        String told = comment.substring(comment.indexOf("#   resources: [../k8s]"), comment.indexOf("#\n# Secrets"))
                .replaceAll("(?m)^#   ", "");

        JsonNode overlay = new YAMLMapper().readTree(told);

        String all = String.join("", files.values());
        assertThat(overlay.path("images").findValuesAsString("name"))
                .hasSize(3)
                .allMatch(name -> all.contains("image: " + name + ":"));
        assertThat(all.lines().filter(line -> line.contains("image: ")))
                .allMatch(line -> line.contains("registry.example.org/") || line.contains("@sha256:"));
    }

    /** A test is a pod that kubectl would start with the site. */
    @Test
    void theManifestsHoldNoTest() {
        assertThat(Manifests.files(HOME).keySet()).noneMatch(name -> name.contains("/"));
        assertThat(Manifests.files(HOME).values()).noneMatch(text -> text.contains("helm.sh/hook"));
    }

    @Test
    void theChartsReadmeHasItsValues() throws IOException {
        assertThat(Files.readString(ChartReadme.file(HOME)))
                .as("helm/trivet/README.md differs from values.yaml; run ./trivet manifests and commit what it writes")
                .isEqualTo(ChartReadme.text(HOME))
                .contains("| `redis.memory` | `512` | MiB for the container; three fifths");
    }

    private static Map<String, String> committed() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (var directory = Files.newDirectoryStream(HOME.resolve("k8s"))) {
            for (Path file : directory) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }
}
