package dev.trivet.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL on one port and one directory, which can be killed, paused and started again. */
public final class PostgresServer implements AutoCloseable {

    private final Path directory;
    private final int port;
    private EmbeddedPostgres server;
    private ProcessHandle postmaster;

    private PostgresServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts a PostgreSQL and waits until it answers.
     *
     * @param directory where it keeps its data and its log; a database already there is kept
     */
    public static PostgresServer start(Path directory, int port) {
        var postgres = new PostgresServer(directory, port);
        postgres.start();
        return postgres;
    }

    public String url() {
        return "postgresql://postgres:postgres@localhost:" + port + "/postgres";
    }

    /** Starts it again after {@link #kill} or {@link #close}, with its data. */
    public void start() {
        try {
            Files.createDirectories(directory);
            var log = ProcessBuilder.Redirect.appendTo(
                    directory.resolve("postgres.log").toFile());
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("max_connections", "100")
                    // As in production: what is acknowledged survives a kill.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .start();
            postmaster = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pidFile()).get(0).trim()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start; see " + directory.resolve("postgres.log"), e);
        }
    }

    public ProcessHandle handle() {
        return postmaster;
    }

    public void kill() {
        var all = postmaster.descendants().toList();
        ServerProcess.kill(postmaster);
        all.forEach(ServerProcess::kill);
        try {
            // Nothing is left to stop; this only lets go of the data directory.
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void pause() {
        ServerProcess.pause(postmaster.pid());
        postmaster.descendants().forEach(backend -> ServerProcess.pause(backend.pid()));
    }

    public void resume() {
        postmaster.descendants().forEach(backend -> ServerProcess.resume(backend.pid()));
        ServerProcess.resume(postmaster.pid());
    }

    @Override
    public void close() {
        try {
            if (Files.exists(pidFile())) {
                server.close();
            }
            // Ctrl-C reaches the server too; it may have taken its file away and not quite ended yet.
            ServerProcess.end(postmaster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pidFile() {
        return directory.resolve("data").resolve("postmaster.pid");
    }
}
