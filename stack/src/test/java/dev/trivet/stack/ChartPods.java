package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.servers.Ports;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The three services as processes, each with what its pod would get: variables from Secrets and ConfigMaps, files from what is
 * mounted. Only names and ports of other pods, and where files are mounted, become those of this machine.
 */
final class ChartPods implements AutoCloseable {

    static final List<String> SERVICES = List.of("session-service", "api-service", "ratelimit-service");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");
    private static final Pattern POD = Pattern.compile("trivet-([a-z]+-service)(-pods)?:(\\d+)");

    private final Rendered chart;
    private final Path folder;
    private final Map<String, Map<String, String>> secrets = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Integer> management = new HashMap<>();
    private final Map<String, Service> running = new LinkedHashMap<>();
    private int redisPort;

    /**
     * @param folder where mounted files and logs are kept
     * @param outside Secrets that are not the chart's
     */
    ChartPods(Rendered chart, Path folder, Map<String, Map<String, String>> outside) {
        this.chart = chart;
        this.folder = folder;
        secrets.putAll(outside);
        chart.kind("Secret").forEach(secret -> secrets.put(Rendered.name(secret), plain(secret.path("data"))));
        SERVICES.forEach(service -> {
            ports.put(service, Ports.free());
            management.put(service, Ports.free());
        });
    }

    void redisIsAt(int port) {
        redisPort = port;
    }

    String gateway() {
        return "http://127.0.0.1:" + ports.get("ratelimit-service");
    }

    int port(String service) {
        return ports.get(service);
    }

    ProcessHandle process(String service) {
        return running.get(service).handle();
    }

    int management(String service) {
        return management.get(service);
    }

    /** Starts all three and waits until they are ready. */
    void startAll() throws IOException {
        for (String name : SERVICES) {
            JsonNode pod = chart.get("Deployment", "trivet-" + name).at("/spec/template/spec");
            Map<String, String> environment = environment(pod);
            mount(name, pod, environment);
            environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
            var service = new Service(
                    name,
                    ChartFixture.HOME,
                    ports.get(name),
                    management.get(name),
                    folder.resolve("logs"),
                    environment);
            running.put(name, service);
            service.start();
        }
        running.values().forEach(Fleet::awaitReady);
    }

    /** A container's variables as Kubernetes sets them. */
    Map<String, String> environment(JsonNode pod) {
        JsonNode container = pod.at("/containers/0");
        Map<String, String> environment = new TreeMap<>();
        container
                .path("envFrom")
                .forEach(from -> environment.putAll(
                        secrets.get(from.at("/secretRef/name").asString())));
        container.path("env").forEach(variable -> {
            String value = value(variable);
            if (value != null) {
                environment.put(variable.path("name").asString(), onThisMachine(filled(value, environment)));
            }
        });
        return environment;
    }

    @Override
    public void close() {
        running.values().parallelStream().forEach(Service::close);
    }

    /** Writes what the pod mounts, and names it in place of where it is mounted. */
    private void mount(String name, JsonNode pod, Map<String, String> environment) throws IOException {
        for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
            JsonNode volume = pod.path("volumes")
                    .valueStream()
                    .filter(one -> one.path("name").equals(mount.path("name")))
                    .findFirst()
                    .orElseThrow();
            Path here = Files.createDirectories(folder.resolve("mounts")
                    .resolve(name)
                    .resolve(mount.path("name").asString()));
            for (Map.Entry<String, String> file : files(volume).entrySet()) {
                Files.writeString(here.resolve(file.getKey()), file.getValue());
            }
            String there = mount.path("mountPath").asString();
            environment.replaceAll((variable, value) -> value.equals(there) || value.startsWith(there + "/")
                    ? here + value.substring(there.length())
                    : value);
        }
    }

    private Map<String, String> files(JsonNode volume) {
        if (volume.has("secret")) {
            return secrets.get(volume.at("/secret/secretName").asString());
        }
        Map<String, String> files = new HashMap<>();
        if (volume.has("configMap")) {
            chart.get("ConfigMap", volume.at("/configMap/name").asString())
                    .path("data")
                    .propertyStream()
                    .forEach(file -> files.put(file.getKey(), file.getValue().asString()));
        }
        return files;
    }

    /** A variable's value; null where it may be missing and is. */
    private String value(JsonNode variable) {
        JsonNode secret = variable.at("/valueFrom/secretKeyRef");
        JsonNode config = variable.at("/valueFrom/configMapKeyRef");
        String value;
        if (!secret.isMissingNode()) {
            value = secrets.get(secret.path("name").asString())
                    .get(secret.path("key").asString());
        } else if (!config.isMissingNode()) {
            value = chart.get("ConfigMap", config.path("name").asString())
                    .path("data")
                    .path(config.path("key").asString())
                    .asString(null);
        } else {
            return variable.path("value").asString();
        }
        assertThat(value != null
                        || variable.path("valueFrom").findPath("optional").asBoolean(false))
                .as("what %s is taken from", variable.path("name").asString())
                .isTrue();
        return value;
    }

    /** With references to variables before it, as Kubernetes fills them in. */
    private static String filled(String value, Map<String, String> before) {
        return REFERENCE
                .matcher(value)
                .replaceAll(reference -> Matcher.quoteReplacement(before.get(reference.group(1))));
    }

    private String onThisMachine(String value) {
        return POD.matcher(value)
                .replaceAll(pod -> pod.group(2) == null
                        ? "127.0.0.1:" + behind(pod.group(1), pod.group(3))
                        : "localhost:" + behind(pod.group(1) + pod.group(2), pod.group(3)))
                .replace("trivet-redis:6379", "127.0.0.1:" + redisPort);
    }

    /** The port here of what a Service leads to. */
    private int behind(String service, String port) {
        String name = chart.get("Service", "trivet-" + service)
                .at("/spec/ports")
                .valueStream()
                .filter(one -> one.path("port").asString().equals(port))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Service " + service + " has no port " + port))
                .path("targetPort")
                .asString();
        return (name.equals("management") ? management : ports).get(service.replace("-pods", ""));
    }

    private static Map<String, String> plain(JsonNode data) {
        Map<String, String> plain = new HashMap<>();
        data.propertyStream()
                .forEach(entry -> plain.put(
                        entry.getKey(),
                        new String(Base64.getDecoder().decode(entry.getValue().asString()), StandardCharsets.UTF_8)));
        return plain;
    }
}
