package dev.trivet.stack;

import dev.trivet.servers.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One packaged service as a process, which can be killed, paused and started again. */
final class Service implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private static final int LAST_LINES = 4;

    /** Of each service's JVM, unless something else is said. */
    static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private final String name;
    private final Path home;
    private final Path jar;
    private final int managementPort;
    private final Path log;
    private final Map<String, String> environment;
    private final List<String> jvm;
    private Process process;

    Service(String name, Path home, int port, int managementPort, Path logs, Map<String, String> environment) {
        this(name, home, port, managementPort, logs, environment, JVM);
    }

    Service(
            String name,
            Path home,
            int port,
            int managementPort,
            Path logs,
            Map<String, String> environment,
            List<String> jvm) {
        this.jvm = jvm;
        this.name = name;
        this.home = home;
        this.jar = home.resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
        this.managementPort = managementPort;
        this.log = logs.resolve(name + ".log");
        this.environment = new HashMap<>(environment);
        this.environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        this.environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    }

    /** The same service once more, on other ports and with some settings of its own. */
    Service another(int port, int managementPort, Path logs, Map<String, String> settings) {
        var both = new HashMap<>(environment);
        both.putAll(settings);
        return new Service(name, home, port, managementPort, logs, both);
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    void start() {
        if (!Files.isRegularFile(jar)) {
            throw new StackException(jar + " is missing; build it with: mvn -Dquick package");
        }
        try {
            Files.createDirectories(log.getParent());
            List<String> command = new ArrayList<>(List.of(java()));
            command.addAll(jvm);
            command.addAll(List.of("-jar", jar.toString()));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            // Each service sees only the database that it was given, not the one that this command was called with.
            if (!Objects.equals(
                    environment.get("DATABASE_URL"), builder.environment().remove("DATABASE_URL"))) {
                builder.environment().remove("DATABASE_CA");
            }
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Whether it answers.
     *
     * @throws StackException when it has ended, with its last words
     */
    boolean isReady() {
        if (!process.isAlive()) {
            throw new StackException(name + " did not start:\n" + lastWords() + "\n(all of it: " + log + ")");
        }
        try {
            URI readiness = URI.create("http://127.0.0.1:" + managementPort + "/health/readiness");
            HttpRequest request = HttpRequest.newBuilder(readiness)
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks it to end, and waits for as long as that takes. */
    void endInItsOwnTime() {
        process.destroy();
        process.onExit().join();
    }

    void kill() {
        ServerProcess.kill(process.toHandle());
    }

    void pause() {
        ServerProcess.pause(process.pid());
    }

    void resume() {
        ServerProcess.resume(process.pid());
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            resume();
            ServerProcess.end(process.toHandle());
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("\tat ") && !line.contains(" INFO "))
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(its log cannot be read)";
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
