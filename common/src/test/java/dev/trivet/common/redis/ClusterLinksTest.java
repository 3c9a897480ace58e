package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.RedisCluster;
import dev.trivet.servers.RedisServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Links to a real cluster. */
class ClusterLinksTest {

    /** A busy machine must not turn an answer into none. */
    private static final Duration PATIENT = Duration.ofSeconds(2);

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Script ECHO = Script.beside(ClusterLinksTest.class, "echo.lua");

    private static Path home;
    private static RedisCluster cluster;
    private static Links links;

    @BeforeAll
    static void start() throws IOException {
        home = Files.createTempDirectory("trivet-cluster");
        cluster = RedisCluster.start(home, 3);
        // One seed is enough: the others are found.
        links = new Links(
                RedisClientType.CLUSTER,
                "redis://127.0.0.1:" + cluster.nodes().get(1).port(),
                PATIENT);
        await().atMost(SOON).until(() -> keys("start").stream().allMatch(key -> links.answers(Command.GET, key)));
    }

    @AfterAll
    static void stop() {
        links.close();
        cluster.close();
        Folders.delete(home);
    }

    /** Keys of a test, on every master. */
    private static List<String> keys(String test) {
        return IntStream.range(0, 30).mapToObj(i -> test + ":{" + i + "}").toList();
    }

    @Test
    void everyCommandGoesToTheMasterThatHasItsKey() {
        for (String key : keys("plain")) {
            links.send(Command.SET, key, "here");
            assertThat(links.send(Command.GET, key).toString()).isEqualTo("here");
        }
        assertThat(cluster.nodes().stream().filter(node -> {
                    try (Jedis redis = node.connect()) {
                        return redis.dbSize() > 0 && redis.info("replication").contains("role:master");
                    }
                }))
                .hasSize(3);
    }

    @Test
    void aScriptIsTaughtToEachMasterThatDoesNotKnowIt() {
        for (String key : keys("script")) {
            assertThat(Links.join(ECHO.run(links.all(), List.of(key, key + ":other"), List.of("x")))
                            .toString())
                    .isEqualTo(key + " x");
        }
    }

    @Test
    void keysOfSeveralSlotsAreRefusedByRedisItself() {
        assertThatThrownBy(() -> links.send(Command.MGET, "{a}", "{b}")).hasMessageContaining("CROSSSLOT");
    }

    @Test
    void everyMasterIsAskedForASignOfLife() {
        assertThat(Links.join(links.all().sendToAll(Request.cmd(Command.PING)))).hasSize(3);
    }

    @Test
    void everyMasterIsTriedWithAKeyOfItsOwn() {
        var trial = new RedisTrial(links.all(), new RedisKeys("notes:", true));
        Links.join(trial.run());
        for (String key : List.of("a", "b", "c")) {
            try (Jedis master = cluster.masterOf(key).connect()) {
                master.aclSetUser("default", "-@write");
                try {
                    assertThatThrownBy(() -> Links.join(trial.run())).hasRootCauseInstanceOf(ErrorType.class);
                } finally {
                    master.aclSetUser("default", "+@all");
                }
            }
        }
        Links.join(trial.run());
    }

    @Test
    void aSlotOnItsWayIsFollowedAndThenRemembered() {
        String here = "moving:{slot}:1";
        String there = "moving:{slot}:2";
        RedisServer from = cluster.masterOf(here);
        RedisServer to = keys("any").stream()
                .map(cluster::masterOf)
                .filter(node -> node != from)
                .findFirst()
                .orElseThrow();
        int slot = HashSlot.of(here);
        links.send(Command.SET, here, "stays");
        try (Jedis old = from.connect();
                Jedis fresh = to.connect()) {
            fresh.clusterSetSlotImporting(slot, RedisCluster.id(from));
            old.clusterSetSlotMigrating(slot, RedisCluster.id(to));

            assertThat(links.send(Command.GET, here).toString()).isEqualTo("stays");
            links.send(Command.SET, there, "asked");
            assertThat(links.send(Command.GET, there).toString()).isEqualTo("asked");
            assertThat(old.clusterCountKeysInSlot(slot)).isEqualTo(1);
            assertThat(fresh.clusterCountKeysInSlot(slot)).isEqualTo(1);

            old.migrate("127.0.0.1", to.port(), here, 0, 2_000);
            fresh.clusterSetSlotNode(slot, RedisCluster.id(to));
            old.clusterSetSlotNode(slot, RedisCluster.id(to));
        }

        assertThat(links.send(Command.GET, here).toString()).isEqualTo("stays");
        assertThat(links.send(Command.GET, there).toString()).isEqualTo("asked");
    }

    @Test
    void whoListensIsLedToTheNewMasterToo() {
        var heard = new ConcurrentLinkedQueue<Response>();
        var lost = new CountDownLatch(1);
        RedisServer master = cluster.masterOf("news");
        var connector = links.listeners();
        var listening = Links.join(connector.connect("news"));
        listening.connection().handler(heard::add);
        listening.connection().endHandler(ignored -> lost.countDown());
        listening.connection().send(Request.cmd(Command.SUBSCRIBE).arg("news"));
        await().atMost(SOON).until(() -> !heard.isEmpty());

        // Told at any node, heard at every one.
        cluster.nodes().stream().filter(node -> node != master).forEach(node -> {
            try (Jedis redis = node.connect()) {
                redis.publish("news", "from " + node.port());
            }
        });
        await().atMost(SOON).until(() -> heard.size() == cluster.nodes().size());

        // It does not end when it hangs; that it was replaced must.
        master.pause();
        try {
            await().atMost(SOON).until(() -> lost.getCount() == 0);
        } finally {
            master.resume();
        }
        assertThat(Links.join(connector.connect("news"))).isNotNull();
        awaitReplica(master);
    }

    @Test
    void aHungMasterHoldsUpNoOther() {
        List<String> keys = keys("hung");
        keys.forEach(key -> links.send(Command.SET, key, "1"));
        RedisServer hung = cluster.masterOf(keys.get(0));
        List<String> others =
                keys.stream().filter(key -> cluster.masterOf(key) != hung).toList();
        assertThat(others).isNotEmpty();
        try (var hasty = new Links(RedisClientType.CLUSTER, cluster.url(), Duration.ofMillis(200))) {
            await().atMost(SOON).until(() -> keys.stream().allMatch(key -> hasty.answers(Command.GET, key)));
            hung.pause();
            try {
                assertThat(hasty.answers(Command.GET, keys.get(0))).isFalse();
                // The gate is closed now: refused at once.
                assertThatThrownBy(() -> hasty.send(Command.GET, keys.get(0))).hasMessageContaining("does not answer");
                assertThat(others).allMatch(key -> hasty.answers(Command.GET, key));
                // A replica takes its place.
                await().atMost(SOON).until(() -> hasty.answers(Command.SET, keys.get(0), "2"));
            } finally {
                hung.resume();
            }
            awaitReplica(hung);
            assertThat(keys).allMatch(key -> hasty.answers(Command.GET, key));
            assertThat(hasty.send(Command.GET, keys.get(0)).toString()).isEqualTo("2");
        }
    }

    @Test
    void aKilledMasterIsReplacedAndComesBackAsAReplica() {
        List<String> keys = keys("killed");
        keys.forEach(key -> links.send(Command.SET, key, "1"));
        RedisServer killed = cluster.masterOf(keys.get(0));

        killed.kill();

        await().atMost(SOON).until(() -> keys.stream().allMatch(key -> links.answers(Command.SET, key, "2")));
        killed.start();
        awaitReplica(killed);
        assertThat(keys).allMatch(key -> links.send(Command.GET, key).toString().equals("2"));
    }

    private static void awaitReplica(RedisServer server) {
        await().atMost(SOON).until(() -> {
            try (Jedis redis = server.connect()) {
                String replication = redis.info("replication");
                return replication.contains("role:slave") && replication.contains("master_link_status:up");
            }
        });
    }
}
