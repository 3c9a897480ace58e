package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.RedisCluster;
import dev.trivet.servers.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The services on the chart's Redis, as a user who may do little. */
class ChartRedisIT {

    private static final String PASSWORD = "aPasswordForServices1";
    private static final String ADMIN = "aPasswordForPeople2";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("REDIS_PASSWORD", PASSWORD, "REDIS_ADMIN_PASSWORD", ADMIN, "KEY_PREFIX", "lokroom:");

    private static final List<String> DANGEROUS = List.of(
            "FLUSHALL",
            "FLUSHDB",
            "KEYS *",
            "CONFIG GET maxmemory",
            "CONFIG SET maxmemory 1gb",
            "SHUTDOWN NOSAVE",
            "MONITOR",
            "SAVE",
            "BGSAVE",
            "BGREWRITEAOF",
            "ACL LIST",
            "ACL SETUSER trivet +@all",
            "CLIENT LIST",
            "CLIENT KILL TYPE normal",
            "SCRIPT FLUSH",
            "REPLICAOF NO ONE",
            "MODULE LIST",
            "SLOWLOG GET",
            "RENAME lokroom:a lokroom:b",
            "SWAPDB 0 1");

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    @ParameterizedTest
    @MethodSource("servers")
    void aRequestsWholeWayIsTheSame(Path server) throws IOException {
        try (ChartRedis redis = start(server, ENVIRONMENT);
                TwoDoors doors = TwoDoors.open("redis://trivet:" + PASSWORD + "@localhost:" + redis.port(), Map.of())) {
            doors.walk();

            Stack stack = doors.site().stack();
            for (Service service : List.of(stack.gateway(), stack.content(), stack.people())) {
                assertThat(Files.readString(service.log())).doesNotContain("NOPERM");
            }
            try (Jedis admin = redis.connect("default", ADMIN)) {
                assertThat(admin.aclLog()).isEmpty();
            }
        } finally {
            Folders.delete(folder);
        }
    }

    /** With what the guide adds for one. */
    @Test
    void onAClusterOutsideTheSameRightsAreEnough() throws IOException {
        String rule = "on >" + PASSWORD + " resetchannels &lokroom:* ~lokroom:* ~{lokroom:}* -@all +cluster +asking";
        List<String> rights = new ArrayList<>(List.of(rule.split(" ")));
        try (ChartFixture chart = new ChartFixture();
                RedisCluster cluster = RedisCluster.start(folder, 3)) {
            rights.addAll(commands(chart.render()));
            for (RedisServer node : cluster.nodes()) {
                try (Jedis admin = node.connect()) {
                    admin.aclSetUser("trivet", rights.toArray(String[]::new));
                }
            }
            String url = cluster.url().replace("redis://", "redis://trivet:" + PASSWORD + "@");
            try (TwoDoors doors = TwoDoors.open(url, Map.of("REDIS_MODE", "cluster"))) {
                doors.walk();
            }
            for (RedisServer node : cluster.nodes()) {
                try (Jedis admin = node.connect()) {
                    assertThat(admin.aclLog()).isEmpty();
                }
            }
        } finally {
            Folders.delete(folder);
        }
    }

    /** The commands that the chart's script allows the services. */
    private static List<String> commands(Rendered chart) {
        String script = chart.get("ConfigMap", "trivet-redis")
                .path("data")
                .path("start.sh")
                .asString();
        return Pattern.compile("commands='([^']*)'")
                .matcher(script)
                .results()
                .flatMap(list -> Stream.of(list.group(1).trim().split("\\s+")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theServicesUserMayDoNothingDangerous(Path server) throws IOException {
        try (ChartRedis redis = start(server, ENVIRONMENT)) {
            for (String command : DANGEROUS) {
                try (Jedis services = redis.connect("trivet", PASSWORD)) {
                    assertThatThrownBy(() -> send(services, command))
                            .as(command)
                            .isInstanceOf(JedisAccessControlException.class)
                            .hasMessageStartingWith("NOPERM");
                }
            }
            try (Jedis services = redis.connect("trivet", PASSWORD)) {
                assertThatThrownBy(() -> services.get("winkr:a")).hasMessageStartingWith("NOPERM");
                assertThatThrownBy(() -> services.eval("return redis.call('GET', KEYS[1])", 1, "winkr:a"))
                        .isInstanceOf(JedisDataException.class);
                assertThatThrownBy(() -> services.publish("winkr:revocations", ""))
                        .hasMessageStartingWith("NOPERM");
                assertThat(services.set("lokroom:a", "1")).isEqualTo("OK");
            }
            try (Jedis nobody = new Jedis("127.0.0.1", redis.port())) {
                assertThatThrownBy(nobody::ping).hasMessageStartingWith("NOAUTH");
            }
        } finally {
            Folders.delete(folder);
        }
    }

    /** Where there is a redis-cli, as in the image. */
    @Test
    void theProbesCommandKnowsARedisThatAnswersFromOneThatDoesNot() throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/redis-cli")).as("redis-cli").isExecutable();
        try (ChartRedis redis = start(RedisServer.executable(), ENVIRONMENT)) {
            assertThat(probe(redis.port(), PASSWORD)).isZero();
            assertThat(probe(redis.port(), ADMIN)).as("with another password").isPositive();
            assertThat(probe(Ports.free(), PASSWORD)).as("where nobody is").isPositive();
        } finally {
            Folders.delete(folder);
        }
    }

    private static int probe(int port, String password) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        try (ChartFixture chart = new ChartFixture()) {
            chart.render()
                    .get("StatefulSet", "trivet-redis")
                    .at("/spec/template/spec/containers/0/readinessProbe/exec/command")
                    .forEach(word -> command.add(word.asString().replace("redis-cli", "redis-cli -p " + port)));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("REDIS_PASSWORD", password);
        return builder.start().waitFor();
    }

    /** A pack that is not known to the chart says nothing of its prefix, and a Secret of one's own may have no second password. */
    @Test
    void withoutAPrefixAllKeysAreTheSitesAndWithoutAPasswordNobodyAdministers() throws IOException {
        try (ChartRedis redis = start(RedisServer.executable(), Map.of("REDIS_PASSWORD", PASSWORD))) {
            try (Jedis services = redis.connect("trivet", PASSWORD)) {
                assertThat(services.set("winkr:a", "1")).isEqualTo("OK");
            }
            assertThatThrownBy(() -> redis.connect("default", "")).hasMessageContaining("WRONGPASS");
        } finally {
            Folders.delete(folder);
        }
    }

    /** It would end the user's line in the file, or mean something there. */
    @Test
    void aPasswordThatIsMoreThanLettersAndDigitsIsRefusedWithASentence() {
        assertThatThrownBy(() -> start(RedisServer.executable(), Map.of("REDIS_PASSWORD", "a +@all")))
                .hasMessageContaining("redis-password and redis-admin-password must be letters and digits");
        Folders.delete(folder);
    }

    /** The Redis that tests bring, and this machine's own, which may be a newer one. */
    static Stream<Path> servers() throws IOException {
        return Stream.of(RedisServer.executable(), Path.of("/usr/bin/redis-server"))
                .filter(Files::isExecutable);
    }

    private ChartRedis start(Path server, Map<String, String> environment) throws IOException {
        try (ChartFixture chart = new ChartFixture()) {
            return ChartRedis.start(folder, server, chart.render(), environment);
        }
    }

    private static Object send(Jedis redis, String line) {
        String[] words = line.split(" ");
        byte[][] arguments = Stream.of(words)
                .skip(1)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        ProtocolCommand command = () -> words[0].getBytes(StandardCharsets.UTF_8);
        return redis.sendCommand(command, arguments);
    }
}
