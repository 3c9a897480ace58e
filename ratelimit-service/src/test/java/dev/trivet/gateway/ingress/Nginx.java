package dev.trivet.gateway.ingress;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trivet.servers.Ports;
import dev.trivet.servers.ServerProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real nginx, where one is installed; tests that need it are skipped where none is. */
final class Nginx implements AutoCloseable {

    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"));

    private final Process process;

    private Nginx(Process process) {
        this.process = process;
    }

    /**
     * Starts it in the foreground and waits until it answers.
     *
     * @param port where the configuration has it listen
     */
    static Nginx start(Path folder, String configuration, int port) throws IOException {
        Optional<Path> executable = Stream.concat(PLACES.stream(), onPath())
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(executable.isPresent(), "nginx is not installed here");
        Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
        Process process = new ProcessBuilder(
                        executable.get().toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        file.toString(),
                        "-g",
                        "daemon off; master_process off; pid nginx.pid; error_log stderr;")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        await().until(() -> Ports.answers(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("nginx.log")));
        }
        return new Nginx(process);
    }

    private static Stream<Path> onPath() {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, "nginx"));
    }

    @Override
    public void close() {
        ServerProcess.end(process.toHandle());
    }
}
