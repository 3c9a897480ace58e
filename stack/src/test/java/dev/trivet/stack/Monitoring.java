package dev.trivet.stack;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The dashboard and the alert rules that the chart and the compose file bring. */
final class Monitoring {

    static final Path FOLDER = Path.of(System.getProperty("trivet.home"), "helm/trivet/monitoring");

    private Monitoring() {}

    /** The rules' expressions by their alerts' names. */
    static Map<String, String> alerts() {
        Map<String, String> alerts = new TreeMap<>();
        new YAMLMapper()
                .readTree(read("alerts.yaml"))
                .at("/groups/0/rules")
                .forEach(rule -> alerts.put(
                        rule.path("alert").asString(), rule.path("expr").asString()));
        return alerts;
    }

    static JsonNode dashboard() {
        return JsonMapper.builder().build().readTree(read("dashboard.json"));
    }

    /** What the dashboard shows, by the titles of its panels. */
    static Map<String, String> panels() {
        Map<String, String> panels = new TreeMap<>();
        dashboard().path("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> panels.put(
                        panel.path("title").asString() + " "
                                + target.path("refId").asString(),
                        target.path("expr").asString())));
        return panels;
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
