package dev.trivet.stack;

import dev.trivet.servers.Folders;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The chart on an empty cluster, rendered with Lok'Room's pack, a PostgreSQL outside and images. With what {@code helm test} runs, which
 * Helm as a library leaves out: in this copy of the chart it is no hook.
 */
final class ChartFixture implements AutoCloseable, AfterAllCallback {

    static final Path HOME = Path.of(System.getProperty("trivet.home"));
    static final Path PACK = HOME.resolve("packs/lokroom.yaml");
    static final String[] SERVICES = {"trivet-api-service", "trivet-session-service", "trivet-ratelimit-service"};
    static final String TRUSTED = "ratelimitService.env.TRIVET_GATEWAY_TRUSTED_PROXIES";

    private static final Path CHART = Path.of("helm/trivet");

    private final Path folder;
    private final Chart chart;
    private final FakeCluster cluster;

    ChartFixture() {
        this(file -> file);
    }

    /** What an installer is told, which Helm as a library leaves out too: here a ConfigMap has it. */
    String notes(Object... namesAndValues) {
        try {
            Path templates = folder.resolve(CHART).resolve("templates");
            String notes = Files.readString(templates.resolve("NOTES.txt"));
            Path shown = Files.writeString(templates.resolve("notes.yaml"), """
                    {{- define "notes" -}}%s{{- end -}}
                    kind: ConfigMap
                    metadata: { name: notes }
                    data:
                      notes: {{ include "notes" . | quote }}
                    """.formatted(notes));
            try {
                return render(namesAndValues)
                        .get("ConfigMap", "notes")
                        .at("/data/notes")
                        .asString();
            } finally {
                Files.delete(shown);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param change what is different in its {@code Chart.yaml}
     */
    ChartFixture(UnaryOperator<String> change) {
        try {
            folder = Files.createTempDirectory("trivet-chart");
            copy(change);
            chart = new Chart(folder);
            cluster = new FakeCluster();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeCluster cluster() {
        return cluster;
    }

    Rendered render(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return render(values);
    }

    /**
     * Renders it with these values set. One that says where a pack is comes in the place of Lok'Room's.
     *
     * @throws IllegalStateException with Helm's words when the chart refuses them
     */
    Rendered render(Map<String, ?> values) {
        boolean ownPack = values.containsKey("pack") || values.containsKey("packConfigMap");
        return render(values, ownPack ? null : PACK);
    }

    Rendered render(Map<String, ?> values, Path pack) {
        Map<String, Object> all = new HashMap<>(
                Map.of("database.existingSecret", "our-database", "image.prefix", "registry.example.org/trivet/"));
        all.putAll(values);
        cluster.use();
        return Rendered.parse(chart.render(all, pack));
    }

    /** Registered with a class of tests, it is there for all of them. */
    @Override
    public void afterAll(ExtensionContext over) {
        close();
    }

    @Override
    public void close() {
        cluster.close();
        Folders.delete(folder);
    }

    private void copy(UnaryOperator<String> change) throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve(CHART))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(HOME.relativize(file));
                String text = Files.readString(file).replace("helm.sh/hook: test", "no-hook: test");
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, file.endsWith("Chart.yaml") ? change.apply(text) : text);
            }
        }
    }
}
