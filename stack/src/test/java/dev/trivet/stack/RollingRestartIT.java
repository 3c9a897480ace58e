package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Gateways that are replaced one after the other, as a deployment does it, while people go on asking. Their balancer looks every
 * tenth of a second which gateways are ready, and nobody asks twice.
 */
class RollingRestartIT {

    private static final int WORKERS = 6;
    private static final int EVERY_MILLIS = 100;
    private static final int ENOUGH = 200;
    private static final int WRITES = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> lost = new CopyOnWriteArrayList<>();

    /** At each door: whether it is believed to be ready, and how many were answered there. */
    private final AtomicIntegerArray ready = new AtomicIntegerArray(2);

    private final AtomicIntegerArray answered = new AtomicIntegerArray(2);

    @Test
    void nobodyNoticesThatGatewaysAreReplaced() throws Exception {
        ExecutorService people = Executors.newCachedThreadPool();
        try (TwoGateways site =
                TwoGateways.start(Map.of("QUARKUS_SHUTDOWN_DELAY", "2s", "QUARKUS_SHUTDOWN_TIMEOUT", "4s"))) {
            balance(people, site);
            await().until(() -> ready.get(0) + ready.get(1) == 2);
            for (int worker = 0; worker < WORKERS; worker++) {
                people.submit(() -> ask(site));
            }
            for (int door = 0; door < 2; door++) {
                awaitMore(door);
                Service gateway = site.gateways().get(door);
                gateway.close();
                assertThat(Files.readString(gateway.log())).contains("stopped in");
                awaitMore(1 - door);
                gateway.start();
                int again = door;
                await().atMost(PATIENCE).until(() -> ready.get(again) == 1);
                awaitMore(door);
            }
            stopped.set(true);
            people.shutdown();
            assertThat(people.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            stopped.set(true);
            people.shutdownNow();
        }
        System.out.println("rolling restart: " + asked.get() + " requests, " + lost.size() + " lost");
        assertThat(lost).isEmpty();
    }

    private void balance(ExecutorService people, TwoGateways site) {
        for (int door = 0; door < 2; door++) {
            int its = door;
            people.submit(() -> {
                while (!stopped.get()) {
                    ready.set(its, isReady(site.gateways().get(its)) ? 1 : 0);
                    TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
                }
                return null;
            });
        }
    }

    private static boolean isReady(Service gateway) {
        try {
            return gateway.isReady();
        } catch (StackException ended) {
            return false;
        }
    }

    private Void ask(TwoGateways site) {
        while (!stopped.get()) {
            int nth = asked.incrementAndGet();
            int door = ready.get(nth % 2) == 1 ? nth % 2 : 1 - nth % 2;
            try {
                int status = client.send(request(site.doors().ports().get(door), nth), BodyHandlers.discarding())
                        .statusCode();
                if (status == 200 || status == 202) {
                    answered.incrementAndGet(door);
                } else {
                    lost.add("door " + door + ": " + status);
                }
            } catch (IOException e) {
                lost.add("door " + door + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    /** Mostly reads, and writes that no client would send twice by itself. */
    private static HttpRequest request(int port, int nth) {
        boolean write = nth % WRITES == 0;
        String path = write ? "/api/auth/forgot-password" : "/api/listings?limit=1";
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                // From somewhere else each time, so that no limit of the site is what is seen.
                .header("X-Forwarded-For", "10." + (nth >> 16 & 255) + "." + (nth >> 8 & 255) + "." + (nth & 255));
        return write
                ? request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"email\":\"nobody" + nth + "@example.org\"}"))
                        .build()
                : request.build();
    }

    private void awaitMore(int door) {
        int before = answered.get(door);
        await().atMost(PATIENCE).until(() -> answered.get(door) >= before + ENOUGH);
    }
}
