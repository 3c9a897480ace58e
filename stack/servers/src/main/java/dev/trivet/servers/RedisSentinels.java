package dev.trivet.servers;

import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A master, two replicas, and three sentinels that put one of those in the master's place within seconds. */
public final class RedisSentinels implements AutoCloseable {

    /** The name by which the sentinels know the master. */
    public static final String MASTER = "mymaster";

    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;
    private static final int PATIENCE_MILLIS = 10_000;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<Process> sentinels = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private RedisSentinels() {}

    /** Starts all of them and waits until the sentinels know each other and the replicas. */
    public static RedisSentinels start(Path directory) {
        var all = new RedisSentinels();
        try {
            RedisServer master = RedisServer.start(directory.resolve("redis-0"), Ports.free());
            all.servers.add(master);
            for (int nth = 1; nth <= REPLICAS; nth++) {
                all.servers.add(
                        RedisServer.startReplica(directory.resolve("redis-" + nth), Ports.free(), master.port()));
            }
            for (int nth = 0; nth < SENTINELS; nth++) {
                all.startSentinel(directory.resolve("sentinel-" + nth), master.port());
            }
            ServerProcess.await(
                    "the sentinels to know each other", () -> all.ports.stream().allMatch(all::knowsAll));
            return all;
        } catch (IOException e) {
            all.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void startSentinel(Path directory, int master) throws IOException {
        int port = Ports.free();
        Files.createDirectories(directory);
        Path settings = Files.writeString(directory.resolve("sentinel.conf"), """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor %s 127.0.0.1 %d 2
                sentinel down-after-milliseconds %s 1000
                sentinel failover-timeout %s 3000
                """.formatted(
                        port, directory.toAbsolutePath(), MASTER, master, MASTER, MASTER));
        sentinels.add(new ProcessBuilder(RedisServer.executable().toString(), settings.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sentinel.log").toFile())
                .start());
        ports.add(port);
        ServerProcess.await("the sentinel on port " + port, () -> Ports.answers(port));
    }

    private boolean knowsAll(int port) {
        try (Jedis sentinel = new Jedis("127.0.0.1", port, PATIENCE_MILLIS)) {
            return sentinel.sentinelMasters().stream()
                    .allMatch(master -> Integer.toString(SENTINELS - 1).equals(master.get("num-other-sentinels"))
                            && Integer.toString(REPLICAS).equals(master.get("num-slaves")));
        }
    }

    /** The master at this moment, as the sentinels see it. */
    public RedisServer master() {
        try (Jedis sentinel = new Jedis("127.0.0.1", ports.get(0), PATIENCE_MILLIS)) {
            int port = Integer.parseInt(
                    sentinel.sentinelGetMasterAddrByName(MASTER).get(1));
            return servers.stream()
                    .filter(server -> server.port() == port)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Addresses of the sentinels, as {@code REDIS_URL} has them. */
    public String url() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",", "redis://", ""));
    }

    @Override
    public void close() {
        sentinels.forEach(sentinel -> ServerProcess.end(sentinel.toHandle()));
        servers.parallelStream().forEach(RedisServer::close);
    }
}
