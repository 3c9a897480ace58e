package dev.trivet.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL on one port and one directory, which can be killed, paused and started again. */
public final class PostgresServer implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;
    private ProcessHandle postmaster;

    private PostgresServer(Path directory, int port, Map<String, String> settings) {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
    }

    /**
     * Starts a PostgreSQL and waits until it answers.
     *
     * @param directory where it keeps its data and its log; a database already there is kept
     */
    public static PostgresServer start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * Starts a PostgreSQL that takes no connection from elsewhere without TLS.
     *
     * @param certificate PEM file with its certificate
     * @param privateKey PEM file with the key, which nobody else may read
     */
    public static PostgresServer startTls(Path directory, int port, Path certificate, Path privateKey) {
        try {
            Files.createDirectories(directory);
            Path hosts = Files.writeString(
                    directory.resolve("hosts.conf"), "local all all trust\nhostssl all all all trust\n");
            return start(
                    directory,
                    port,
                    Map.of(
                            "ssl", "on",
                            "ssl_cert_file", certificate.toString(),
                            "ssl_key_file", privateKey.toString(),
                            "hba_file", hosts.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresServer start(Path directory, int port, Map<String, String> settings) {
        var postgres = new PostgresServer(directory, port, settings);
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
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("max_connections", "100")
                    // As in production: what is acknowledged survives a kill.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setOutputRedirector(log)
                    .setErrorRedirector(log);
            settings.forEach(builder::setServerConfig);
            server = builder.start();
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
