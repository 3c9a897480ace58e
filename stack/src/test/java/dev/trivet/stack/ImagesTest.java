package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the Dockerfiles promise: pinned bases, an account that is not root, health, labels, and what the image is made of. */
class ImagesTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.native"})
    void basesArePinned(String file) throws IOException {
        List<String> bases = lines(file)
                .filter(line -> line.startsWith("ARG ") && line.contains("_IMAGE="))
                .toList();

        assertThat(bases).isNotEmpty().allMatch(base -> base.contains("@sha256:") || base.endsWith(":2.0"));
        assertThat(lines(file).filter(line -> line.startsWith("FROM "))).allMatch(from -> from.startsWith("FROM ${"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.native"})
    void theyRunAsTheChartsAccountAndSayWhetherTheyAreWellAndWhatTheyAre(String file) throws IOException {
        assertThat(lines(file)).contains("USER 10001:10001");
        assertThat(Files.readString(HOME.resolve("helm/trivet/templates/_workload.tpl")))
                .contains("$uid := 10001");
        String text = Files.readString(HOME.resolve(file));
        assertThat(text.substring(text.lastIndexOf("FROM ")))
                .contains(
                        "HEALTHCHECK ",
                        "/health/readiness",
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.version",
                        "org.opencontainers.image.revision",
                        "org.opencontainers.image.licenses");
        assertThat(text).contains("sbom.cdx.json");
    }

    /** What a JVM remembers holds for the same collector alone. */
    @Test
    void theImageRunsWithTheCollectorThatWasTrained() throws IOException {
        String start = Files.readString(HOME.resolve("Dockerfile"));

        assertThat(Service.JVM).contains("-XX:+UseSerialGC");
        assertThat(start.substring(start.indexOf("ENTRYPOINT"))).contains("\"-XX:+UseSerialGC\"", "-XX:AOTCache=");
    }

    /** An executable has no resource that nobody named. */
    @Test
    void whatIsReadBesideAClassGoesIntoAnExecutable() throws IOException {
        Path settings = HOME.resolve("common/src/main/resources/META-INF/microprofile-config.properties");
        String included = Files.readAllLines(settings).stream()
                .filter(line -> line.startsWith("quarkus.native.resources.includes="))
                .findFirst()
                .orElseThrow();
        for (String module : List.of("common", "api-service", "session-service", "ratelimit-service")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/resources/dev/trivet"))) {
                assertThat(files.filter(Files::isRegularFile).map(Path::toString))
                        .filteredOn(file -> !file.endsWith(".md"))
                        .isNotEmpty()
                        .allMatch(file -> included.contains("/**/*" + file.substring(file.lastIndexOf('.'))));
            }
        }
    }

    private static Stream<String> lines(String file) throws IOException {
        return Files.readAllLines(HOME.resolve(file)).stream();
    }
}
