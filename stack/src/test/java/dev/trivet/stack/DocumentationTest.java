package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.PackLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Documents say what is so. */
class DocumentationTest {

    private static final Path HOME = Path.of(System.getProperty("trivet.home"));
    private static final Pattern VARIABLE = Pattern.compile("TRIVET_[A-Z_]+");

    @Test
    void thePackInTheReadmeIsAGoodPack(@TempDir Path folder) throws IOException {
        var block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(read("README.md"));
        assertThat(block.find()).isTrue();
        Path pack = Files.writeString(folder.resolve("notes.yaml"), block.group(1));

        assertThat(PackLoader.load(pack).types()).containsOnlyKeys("notes");
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

    private static Set<String> variables(String text) {
        return VARIABLE.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(HOME.resolve(file));
    }
}
