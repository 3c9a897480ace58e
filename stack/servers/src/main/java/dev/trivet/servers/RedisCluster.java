package dev.trivet.servers;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster on this machine: some masters, and for each a replica that takes its place within seconds. */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final int BUS_OFFSET = 10_000;
    private static final int HIGHEST_PORT = 65_535 - BUS_OFFSET;
    private static final String NODE_TIMEOUT_MILLIS = "1000";

    private final List<RedisServer> nodes = new ArrayList<>();
    private final int masters;

    private RedisCluster(int masters) {
        this.masters = masters;
    }

    /**
     * Starts a cluster and waits until all of it serves.
     *
     * @param settings further settings of every node, as on its command line
     */
    public static RedisCluster start(Path directory, int masters, String... settings) {
        var cluster = new RedisCluster(masters);
        try {
            for (int nth = 0; nth < 2 * masters; nth++) {
                cluster.nodes.add(node(directory.resolve("node-" + nth), settings));
            }
            cluster.join();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static RedisServer node(Path directory, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--cluster-enabled",
                "yes",
                "--cluster-config-file",
                "nodes.conf",
                "--cluster-node-timeout",
                NODE_TIMEOUT_MILLIS));
        all.addAll(List.of(settings));
        return RedisServer.start(directory, port(), all.toArray(String[]::new));
    }

    /** A free port that leaves room for the bus' one, which lies ten thousand higher. */
    private static int port() {
        int port = Ports.free();
        while (port > HIGHEST_PORT || !Ports.isFree(port + BUS_OFFSET)) {
            port = Ports.free();
        }
        return port;
    }

    private void join() {
        for (int nth = 0; nth < masters; nth++) {
            int first = nth * SLOTS / masters;
            int end = (nth + 1) * SLOTS / masters;
            try (Jedis redis = nodes.get(nth).connect()) {
                // Each its own from the start; else they have to agree on it first, which takes seconds.
                redis.sendCommand(Protocol.Command.CLUSTER, "SET-CONFIG-EPOCH", Integer.toString(nth + 1));
                redis.clusterAddSlots(IntStream.range(first, end).toArray());
            }
        }
        try (Jedis redis = nodes.get(0).connect()) {
            nodes.forEach(node -> redis.clusterMeet("127.0.0.1", node.port()));
        }
        ServerProcess.await("the cluster's nodes to know each other", () -> nodes.stream()
                .allMatch(node -> known(node) == nodes.size()));
        for (int nth = 0; nth < masters; nth++) {
            String master = id(nodes.get(nth));
            try (Jedis redis = nodes.get(masters + nth).connect()) {
                redis.clusterReplicate(master);
            }
        }
        ServerProcess.await(
                "the cluster to serve",
                () -> nodes.stream().allMatch(RedisCluster::serves)
                        && nodes.subList(masters, nodes.size()).stream().allMatch(RedisCluster::copies));
    }

    private static int known(RedisServer node) {
        try (Jedis redis = node.connect()) {
            return (int) redis.clusterNodes()
                    .lines()
                    .filter(line -> !line.contains("handshake"))
                    .count();
        }
    }

    private static boolean serves(RedisServer node) {
        try (Jedis redis = node.connect()) {
            return redis.clusterInfo().contains("cluster_state:ok");
        }
    }

    private static boolean copies(RedisServer replica) {
        try (Jedis redis = replica.connect()) {
            return redis.info("replication").contains("master_link_status:up");
        }
    }

    /** A node's name within the cluster. */
    public static String id(RedisServer node) {
        try (Jedis redis = node.connect()) {
            return redis.clusterMyId();
        }
    }

    /** All nodes, those that began as masters first. */
    public List<RedisServer> nodes() {
        return nodes;
    }

    /** The master that has a key's slot at this moment, as another of the nodes sees it. */
    public RedisServer masterOf(String key) {
        for (RedisServer node : nodes) {
            if (node.handle().isAlive()) {
                try (Jedis redis = node.connect()) {
                    long slot = redis.clusterKeySlot(key);
                    return redis.clusterSlots().stream()
                            .map(List.class::cast)
                            .filter(range -> (Long) range.get(0) <= slot && slot <= (Long) range.get(1))
                            .map(range -> (Long) ((List<?>) range.get(2)).get(1))
                            .map(this::at)
                            .findFirst()
                            .orElseThrow();
                }
            }
        }
        throw new IllegalStateException("the whole cluster is dead");
    }

    private RedisServer at(long port) {
        return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
    }

    /** Addresses of all nodes, as {@code REDIS_URL} has them. */
    public String url() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",", "redis://", ""));
    }

    @Override
    public void close() {
        nodes.parallelStream().forEach(RedisServer::close);
    }
}
