package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.servers.Folders;
import dev.trivet.servers.RedisSentinels;
import dev.trivet.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The three services on a master that sentinels point to, and which dies. */
class SentinelIT {

    private static Path data;
    private static RedisSentinels sentinels;
    private static TwoDoors doors;

    @BeforeAll
    static void start() throws IOException {
        data = Files.createTempDirectory("trivet-sentinels");
        sentinels = RedisSentinels.start(data);
        doors = TwoDoors.open(sentinels.url(), Map.of("REDIS_MODE", "sentinel", "REDIS_MASTER", RedisSentinels.MASTER));
    }

    @AfterAll
    static void stop() {
        if (doors != null) {
            doors.close();
        }
        sentinels.close();
        Folders.delete(data);
    }

    @Test
    void theMasterDiesInTheMiddleOfItAndNobodyIsSentAway() {
        doors.walk();
        RedisServer master = sentinels.master();

        var course = new Failover(doors).of(master::kill, () -> sentinels.master() != master);

        System.out.printf("sentinel: %s%n", course);
        assertThat(course.statuses().keySet()).containsOnly(200);
        assertThat(course.exact() - course.replaced()).isLessThan(5_000);
        doors.walk();

        // It comes back as a master, which nobody may believe, and is made a replica.
        master.start();
        assertThat(doors.limitsAreExact()).isTrue();
        doors.walk();
    }
}
