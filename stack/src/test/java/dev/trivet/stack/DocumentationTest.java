package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.PackLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Documents say what is so. */
class DocumentationTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("TRIVET_[A-Z0-9_]+");

    @Test
    void thePackInTheReadmeIsAGoodPack(@TempDir Path folder) throws IOException {
        String block = yaml(read("README.md")).findFirst().orElseThrow();
        Path pack = Files.writeString(folder.resolve("notes.yaml"), block);

        assertThat(PackLoader.load(pack).types()).containsOnlyKeys("notes");
    }

    /** Whole packs load, and every other example is taken from the last of them. */
    @Test
    void everyExampleAboutPacksLoads(@TempDir Path folder) throws IOException {
        Map<Boolean, List<String>> examples =
                yaml(read("docs/packs.md")).collect(Collectors.partitioningBy(example -> example.contains("\nsite: ")));
        List<String> packs = examples.get(true);
        assertThat(packs).hasSizeGreaterThan(1);
        for (String pack : packs) {
            assertThat(PackLoader.load(Files.writeString(folder.resolve("toolshed.yaml"), pack))
                            .types())
                    .containsKey("tools");
        }

        Set<String> lines = lines(packs.get(packs.size() - 1));
        assertThat(examples.get(false)).isNotEmpty().allSatisfy(part -> assertThat(lines)
                .containsAll(lines(part)));
    }

    @Test
    void everyKeyOfAPackIsExplained() throws IOException {
        String prose = read("docs/packs.md").replaceAll("(?s)```.*?```", "");
        Set<String> explained = Pattern.compile("`([^`]+)`")
                .matcher(prose)
                .results()
                .map(span -> span.group(1))
                .collect(Collectors.toSet());

        assertThat(explained).containsAll(keys(new JsonMapper().readTree(read("packs/pack.schema.json"))));
    }

    @Test
    void everyVariableIsDocumentedOnceAndExists() throws IOException {
        Set<String> inCode = new TreeSet<>();
        try (var files = Files.walk(HOME)) {
            for (Path file : files.filter(path -> path.toString().contains("/src/main/java/")
                            && path.toString().endsWith(".java"))
                    .toList()) {
                String text = Files.readString(file);
                if (text.contains("@ConfigMapping")) {
                    inCode.addAll(variables(text));
                }
            }
        }
        Set<String> documented = read("docs/operations.md")
                .lines()
                .filter(line -> line.startsWith("| `TRIVET_"))
                .flatMap(line -> variables(line).stream().limit(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(inCode);
    }

    private static Stream<String> yaml(String document) {
        return YAML.matcher(document).results().map(block -> block.group(1));
    }

    private static Set<String> lines(String yaml) {
        return yaml.lines().map(String::strip).collect(Collectors.toSet());
    }

    /** What every {@code properties} in a schema names. */
    private static Set<String> keys(JsonNode schema) {
        Set<String> keys = new TreeSet<>(schema.path("properties").propertyNames());
        schema.forEach(part -> keys.addAll(keys(part)));
        return keys;
    }

    private static Set<String> variables(String text) {
        return VARIABLE.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(HOME.resolve(file));
    }
}
