package dev.trivet.stack;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The objects in a rendering of the chart. */
record Rendered(List<JsonNode> objects) {

    private static final YAMLMapper YAML = new YAMLMapper();

    static Rendered parse(String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            List<JsonNode> objects = YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).readAll().stream()
                    .filter(node -> !node.isNull() && !node.isMissingNode())
                    .toList();
            return new Rendered(objects);
        }
    }

    Stream<JsonNode> kind(String kind) {
        return objects.stream().filter(object -> object.path("kind").asString().equals(kind));
    }

    Optional<JsonNode> find(String kind, String name) {
        return kind(kind).filter(object -> name(object).equals(name)).findFirst();
    }

    JsonNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    /** The pod specifications of Deployments and StatefulSets, and pods by themselves. */
    List<JsonNode> pods() {
        return Stream.concat(
                        Stream.concat(kind("Deployment"), kind("StatefulSet"))
                                .map(object -> object.at("/spec/template/spec")),
                        kind("Pod").map(object -> object.path("spec")))
                .toList();
    }

    List<String> names(String kind) {
        return kind(kind).map(Rendered::name).toList();
    }

    /** The environment of a Deployment's container; a value from a Secret reads as {@code secret/key}. */
    Map<String, String> environment(String deployment) {
        return environment(get("Deployment", deployment).at("/spec/template/spec"));
    }

    /** The same of a pod. */
    static Map<String, String> environment(JsonNode pod) {
        Map<String, String> environment = new TreeMap<>();
        pod.at("/containers/0/env")
                .forEach(variable -> environment.put(variable.path("name").asString(), value(variable)));
        return environment;
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asString();
    }

    private static String value(JsonNode variable) {
        JsonNode secret = variable.at("/valueFrom/secretKeyRef");
        return secret.isMissingNode()
                ? variable.path("value").asString()
                : secret.path("name").asString() + "/" + secret.path("key").asString();
    }
}
