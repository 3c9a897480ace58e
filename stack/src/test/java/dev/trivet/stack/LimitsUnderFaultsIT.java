package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.stack.SteadyLoad.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Redis fails under load, in every way that it can: limits do what each of them says, nobody waits long, and all is as before
 * within seconds. Two gateways in front of a service that answers at once.
 *
 * <p>{@code ./trivet prove} runs this longer, faster and with the bounds of time asserted.
 */
class LimitsUnderFaultsIT {

    private static final int PER_SECOND = Integer.getInteger("trivet.faults.rate", 100);
    private static final long SECONDS = Long.getLong("trivet.faults.seconds", 1);

    /** The promise is 50 ms; on a busy machine only that nobody waits for Redis to come back. */
    private static final long ADDED_MILLIS = Long.getLong("trivet.faults.added", 1_000);

    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(Long.getLong("trivet.faults.recovery", 15));

    /** A busy machine misses 20 ms now and then by itself. */
    private static final String DEADLINE = System.getProperty("trivet.faults.deadline", "250ms");

    private static final int LIMIT = 100;
    private static final String ROUTE = """

            routes:
              still: { path: /still/**, to: ["http://127.0.0.1:%d"] }

            limits:
              open: { path: /still/open, key: [address], limit: 100, window: 1h, onRedisFailure: open }
              closed: { path: /still/closed, key: [address], limit: 100, window: 1h, onRedisFailure: closed }
              local: { path: /still/local, key: [address], limit: %d, window: 1h, onRedisFailure: local }
            """;

    private static final Vertx VERTX = Vertx.vertx();
    private static TwoGateways site;
    private static SteadyLoad load;
    private static Path pack;

    @BeforeAll
    static void start() throws Exception {
        HttpServer still = VERTX.createHttpServer()
                .requestHandler(request -> request.response().end("still here"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        pack = Files.createTempFile("trivet-faults", ".yaml");
        String lokroom = Files.readString(Path.of(System.getProperty("trivet.home"), "packs", "lokroom.yaml"));
        String bare = lokroom.replaceFirst("(?s)\nlimits:\n.*?\n(?=\\w)", "\n");
        Files.writeString(pack, bare + ROUTE.formatted(still.actualPort(), LIMIT));
        site = TwoGateways.start(Map.of("TRIVET_PACK", pack.toString(), "TRIVET_REDIS_DEADLINE", DEADLINE));
        load = new SteadyLoad(site.doorPorts());
        // Processes that have just started shed load, which is no trouble of Redis'.
        load.begin(List.of("/still/open", "/still/closed", "/still/local"), PER_SECOND);
        TimeUnit.SECONDS.sleep(SECONDS);
        load.end();
    }

    @AfterAll
    static void stop() throws IOException {
        load.close();
        site.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
        Files.delete(pack);
    }

    @ParameterizedTest
    @EnumSource
    void eachLimitDoesWhatItSays(RedisTrouble trouble) throws InterruptedException {
        awaitWell();
        String someone = load.anotherAddress();

        load.begin(List.of("/still/open", "/still/closed", "/still/local"), PER_SECOND);
        TimeUnit.SECONDS.sleep(SECONDS);
        long struck = System.nanoTime();
        trouble.strike(site);
        TimeUnit.SECONDS.sleep(SECONDS);
        List<Reply> crowd = load.burst("/still/local", someone, 3 * LIMIT);
        long healed = System.nanoTime();
        trouble.heal(site);
        awaitWell();
        long well = System.nanoTime();
        TimeUnit.SECONDS.sleep(1);
        List<Reply> replies = load.end();

        long recovered = healed + RECOVERED_WITHIN.toNanos();
        tell(trouble, replies, struck, healed, well);
        assertThat(only(replies, "/still/open")).allMatch(reply -> reply.status() == 200);
        assertThat(only(replies, "/still/local")).allMatch(reply -> reply.status() == 200);
        assertThat(only(replies, "/still/closed"))
                .allMatch(reply -> reply.status() == 200
                        || reply.status() == 503 && reply.retryAfter() != null && reply.overlaps(struck, recovered));
        assertThat(crowd)
                .allMatch(reply ->
                        reply.status() == 200 || reply.status() == 429 && Integer.parseInt(reply.retryAfter()) > 0);
        assertThat(crowd.stream().filter(reply -> reply.status() == 200)).hasSize(LIMIT);
        assertThat(Duration.ofNanos(well - healed)).isLessThan(RECOVERED_WITHIN);
        assertThat(percentile99(replies, struck, healed) - percentile99(replies, 0, struck))
                .isLessThan(ADDED_MILLIS);
    }

    /** Both gateways count by Redis again: only then is a limit that must not go uncounted open. */
    private static void awaitWell() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> load.burst("/still/closed", load.anotherAddress(), 20).stream()
                        .allMatch(reply -> reply.status() == 200));
    }

    private static List<Reply> only(List<Reply> replies, String path) {
        return replies.stream().filter(reply -> reply.path().equals(path)).toList();
    }

    private static double percentile99(List<Reply> replies, long from, long to) {
        double[] millis = replies.stream()
                .filter(reply -> from == 0 ? reply.began() < to : reply.isBetween(from, to))
                .mapToDouble(reply -> (reply.ended() - reply.began()) / 1e6)
                .sorted()
                .toArray();
        return millis[millis.length * 99 / 100];
    }

    private static void tell(RedisTrouble trouble, List<Reply> replies, long struck, long healed, long well) {
        System.out.printf(
                "Redis %s under %d requests/s: %,d answers; p99 %.1f ms before, %.1f ms meanwhile; well again %d ms after;"
                        + " %,d of %,d were 503 where the limit is closed%n",
                trouble,
                3 * PER_SECOND,
                replies.size(),
                percentile99(replies, 0, struck),
                percentile99(replies, struck, healed),
                TimeUnit.NANOSECONDS.toMillis(well - healed),
                only(replies, "/still/closed").stream()
                        .filter(reply -> reply.status() == 503)
                        .count(),
                only(replies, "/still/closed").size());
    }
}
