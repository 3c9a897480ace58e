package dev.trivet.servers;

import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A Redis on one port and one directory, which can be killed, paused, started again, and made another's replica. */
public final class RedisServer implements AutoCloseable {

    private static final List<String> SAVED = List.of("appendonly.aof", "dump.rdb");
    private static final int PATIENCE_MILLIS = 10_000;

    private final Path directory;
    private final int port;
    private final List<String> settings;
    private Process process;

    private RedisServer(Path directory, int port, List<String> settings) {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
    }

    /**
     * Starts a Redis and waits until it answers.
     *
     * @param directory where it keeps its data and its log
     * @param settings further settings as on its command line, such as {@code --maxmemory 64mb}
     */
    public static RedisServer start(Path directory, int port, String... settings) {
        var server = new RedisServer(directory, port, List.of(settings));
        server.start();
        return server;
    }

    /**
     * Starts a Redis that copies another, and waits until it answers; it may not have everything yet.
     *
     * @param master the port of the other, or of a wire to it
     */
    public static RedisServer startReplica(Path directory, int port, int master) {
        return start(directory, port, "--replicaof", "127.0.0.1", Integer.toString(master));
    }

    public String url() {
        return "redis://localhost:" + port;
    }

    public int port() {
        return port;
    }

    /** Starts it again after {@link #kill} or {@link #close}, with the data that it had saved. */
    public void start() {
        try {
            Files.createDirectories(directory);
            List<String> command = new ArrayList<>(List.of(
                    executable().toString(),
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    directory.toAbsolutePath().toString(),
                    "--appendonly",
                    "yes",
                    "--save",
                    ""));
            command.addAll(settings);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("redis.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerProcess.await("Redis on port " + port, () -> Ports.answers(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("Redis did not start; see " + directory.resolve("redis.log"));
        }
    }

    /** Starts it again after {@link #kill} or {@link #close}, with nothing of what it knew. */
    public void startEmpty() {
        try {
            for (String saved : SAVED) {
                Files.deleteIfExists(directory.resolve(saved));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Makes a replica a master of its own, with what it has at this moment. */
    public void promote() {
        try (Jedis redis = connect()) {
            redis.slaveofNoOne();
        }
    }

    /** A connection, to be closed by the caller. */
    public Jedis connect() {
        return new Jedis("127.0.0.1", port, PATIENCE_MILLIS);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public void kill() {
        ServerProcess.kill(process.toHandle());
    }

    public void pause() {
        ServerProcess.pause(process.pid());
    }

    public void resume() {
        ServerProcess.resume(process.pid());
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            resume();
            ServerProcess.end(process.toHandle());
        }
    }

    /**
     * Unpacks the executable once a machine and version. Written beside and renamed, because several builds may do so at
     * the same time.
     */
    public static Path executable() throws IOException {
        Path home = Path.of(System.getProperty("java.io.tmpdir"), "trivet-redis-" + System.getProperty("user.name"));
        Path executable = home.resolve("redis-server");
        if (!Files.isExecutable(executable)) {
            Files.createDirectories(home);
            Path unpacked = ExecutableProvider.newJarResourceProvider().get().toPath();
            Path copy = Files.createTempFile(home, "redis-server", ".tmp");
            Files.copy(unpacked, copy, StandardCopyOption.REPLACE_EXISTING);
            copy.toFile().setExecutable(true, true);
            Files.move(copy, executable, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return executable;
    }
}
