package dev.trivet.stack;

import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Ports;
import dev.trivet.servers.ServerProcess;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The chart's Redis as a process of this machine: started by the chart's own script, with its settings and users. */
final class ChartRedis implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final int port;
    private final Process process;

    private ChartRedis(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param server the executable that the script's {@code redis-server} is to be
     * @param chart where the script and the settings are taken from; its paths become ones in the folder
     * @param environment what its container gets
     */
    static ChartRedis start(Path folder, Path server, Rendered chart, Map<String, String> environment)
            throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("redis-server"), server);
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("tmp"));
        int port = Ports.free();
        JsonNode files = chart.get("ConfigMap", "trivet-redis").path("data");
        Files.writeString(
                folder.resolve("redis.conf"),
                here(folder, files, "redis.conf") + "\nport " + port + "\nbind 127.0.0.1\n");
        Path script = Files.writeString(folder.resolve("start.sh"), here(folder, files, "start.sh"));
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        Process process = builder.start();
        await().atMost(SOON).until(() -> Ports.answers(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("redis.log")));
        }
        return new ChartRedis(port, process);
    }

    int port() {
        return port;
    }

    /** A connection, to be closed by the caller. */
    Jedis connect(String user, String password) {
        Jedis redis = new Jedis("127.0.0.1", port);
        redis.auth(user, password);
        return redis;
    }

    @Override
    public void close() {
        ServerProcess.end(process.toHandle());
    }

    private static String here(Path folder, JsonNode files, String name) {
        return files.path(name)
                .asString()
                .replace("/etc/redis/", folder + "/")
                .replace("dir /data", "dir " + folder.resolve("data"))
                .replace("/tmp/users.acl", folder.resolve("tmp/users.acl").toString());
    }
}
