package dev.trivet.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** As much of a Kubernetes API as Helm's {@code lookup} asks for: some kinds of objects, in one namespace. */
final class FakeCluster implements AutoCloseable {

    private static final String NAMESPACE = "namespaces/trivet/";

    /** Where the kinds of a group and version are told, and how each is called in addresses. */
    private static final Map<String, Map<String, String>> KINDS = Map.of(
            "/api/v1",
            Map.of("Secret", "secrets", "ConfigMap", "configmaps", "ServiceAccount", "serviceaccounts"),
            "/apis/apps/v1",
            Map.of("Deployment", "deployments"));

    private final JsonMapper json = new JsonMapper();
    private final Map<String, Map<String, ?>> objects = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeCluster() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Makes it the one that the test's {@code KUBECONFIG} points to. */
    void use() {
        try {
            Files.writeString(Path.of(System.getenv("KUBECONFIG")), """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                users: [{name: test, user: {}}]
                current-context: test
                """.formatted(
                            server.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps an object, as an install does. */
    void keep(Map<String, Object> object) {
        String name = ((Map<?, ?>) object.get("metadata")).get("name").toString();
        String kind = object.get("kind").toString();
        KINDS.forEach((group, kinds) -> {
            if (kinds.containsKey(kind)) {
                objects.put(group + "/" + NAMESPACE + kinds.get(kind) + "/" + name, new HashMap<>(object));
            }
        });
    }

    void forget() {
        objects.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (KINDS.containsKey(path)) {
                var kinds = KINDS.get(path).entrySet().stream()
                        .map(kind -> Map.of(
                                "name",
                                kind.getValue(),
                                "namespaced",
                                true,
                                "kind",
                                kind.getKey(),
                                "verbs",
                                List.of("get")))
                        .toList();
                String group = path.replaceFirst("/apis?/", "");
                send(exchange, 200, Map.of("kind", "APIResourceList", "groupVersion", group, "resources", kinds));
            } else if (objects.containsKey(path)) {
                send(exchange, 200, objects.get(path));
            } else {
                var status = Map.of(
                        "kind", "Status", "apiVersion", "v1", "status", "Failure", "reason", "NotFound", "code", 404);
                send(exchange, 404, status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
