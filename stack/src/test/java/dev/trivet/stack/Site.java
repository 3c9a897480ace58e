package dev.trivet.stack;

import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A running stack on ports of its own, and a client at its public door. */
final class Site implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Stack stack;

    private final Path data;

    private Site(Stack stack, Path data) {
        this.stack = stack;
        this.data = data;
    }

    /**
     * Starts a site.
     *
     * @param settings environment variables beside those that every stack gets
     */
    static Site start(Path pack, String name, Map<String, String> settings) {
        return start(pack, name, null, settings);
    }

    private static Site start(Path pack, String name, String redisUrl, Map<String, String> settings) {
        Path home = Path.of(System.getProperty("trivet.home"));
        try {
            Path data = Files.createTempDirectory("trivet-stack");
            Layout layout =
                    new Layout(Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free());
            var plan = new Stack.Plan(home, data, pack, name, layout, redisUrl, null, settings);
            return new Site(Stack.start(plan, line -> {}, process -> {}), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Site lokroom(Map<String, String> settings) {
        return lokroom(null, settings);
    }

    /**
     * Starts Lok'Room.
     *
     * @param redisUrl an outside Redis, or null to bring one along
     */
    static Site lokroom(String redisUrl, Map<String, String> settings) {
        Path pack = Path.of(System.getProperty("trivet.home"), "packs", "lokroom.yaml");
        return start(pack, "lokroom", redisUrl, settings);
    }

    /** An answer: status, headers and body. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }
    }

    Stack stack() {
        return stack;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer send(String method, String path, Object body, String... headers) {
        return sendTo(stack.layout().gateway(), method, path, body, headers);
    }

    /** Asks a management port. */
    Answer manage(int port, String path) {
        return sendTo(port, "GET", path, null);
    }

    /** The status at the public {@code /health}. */
    String health() {
        return get("/health").json().get("status").asString();
    }

    /** Signs a seeded user in and returns the whole answer. */
    JsonNode signIn(String email) {
        Answer answer = send("POST", "/api/auth/login", Map.of("email", email, "password", "only-for-development"));
        if (answer.status() != 200) {
            throw new IllegalStateException("sign-in answered " + answer.status() + ": " + answer.response.body());
        }
        return answer.json();
    }

    static String[] bearer(JsonNode signedIn) {
        return new String[] {
            "Authorization", "Bearer " + signedIn.get("accessToken").asString()
        };
    }

    @Override
    public void close() {
        stack.close();
        Folders.delete(data);
    }

    /** Asks any of the ports. */
    Answer sendTo(int port, String method, String path, Object body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
