package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.servers.Folders;
import dev.trivet.servers.RedisCluster;
import dev.trivet.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The three services on a Redis Cluster, one of whose masters dies. */
class RedisClusterIT {

    /** Has the slot of all that is cached. */
    private static final String CACHE = "{lokroom:}";

    private static Path data;
    private static RedisCluster cluster;
    private static TwoDoors doors;

    @BeforeAll
    static void start() throws IOException {
        data = Files.createTempDirectory("trivet-cluster");
        cluster = RedisCluster.start(data, 3);
        doors = TwoDoors.open(cluster.url(), Map.of("REDIS_MODE", "cluster"));
    }

    @AfterAll
    static void stop() {
        if (doors != null) {
            doors.close();
        }
        cluster.close();
        Folders.delete(data);
    }

    @Test
    void aMasterDiesInTheMiddleOfItAndNobodyIsSentAway() {
        doors.walk();
        RedisServer master = cluster.masterOf(CACHE);

        var course = new Failover(doors).of(master::kill, () -> cluster.masterOf(CACHE) != master);

        System.out.printf("cluster: %s%n", course);
        assertThat(course.statuses().keySet()).containsOnly(200);
        assertThat(course.exact() - course.replaced()).isLessThan(5_000);
        doors.walk();

        master.start();
        assertThat(doors.limitsAreExact()).isTrue();
        doors.walk();
    }
}
