package dev.trivet.stack;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Requests at a steady rate, whatever becomes of those before them: many people who know nothing of each other, each from an
 * address of his own.
 */
final class SteadyLoad implements AutoCloseable {

    /** Nothing was answered. */
    static final int SILENCE = 0;

    private static final int TICK_MILLIS = 10;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MOST_AT_A_TIME = 512;
    private static final int AT_ONCE = 32;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(MOST_AT_A_TIME).setConnectTimeout(PATIENCE_MILLIS));
    private final Queue<Future<Reply>> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger nth = new AtomicInteger();
    private final List<Integer> ports;
    private final Queue<Long> timers = new ArrayDeque<>();

    /**
     * @param ports the doors, asked in turn
     */
    SteadyLoad(List<Integer> ports) {
        this.ports = ports;
    }

    /** An answer; times are of {@link System#nanoTime()}. */
    record Reply(String path, long began, long ended, int status, String retryAfter) {

        boolean overlaps(long from, long to) {
            return ended >= from && began < to;
        }

        boolean isBetween(long from, long to) {
            return began >= from && began < to;
        }
    }

    /** Begins to ask for each of the paths so many times a second. */
    void begin(List<String> paths, int perSecond) {
        begin(HttpMethod.GET, paths, perSecond);
    }

    /** Begins to do something with each of the paths so many times a second. */
    void begin(HttpMethod method, List<String> paths, int perSecond) {
        int each = Math.max(1, perSecond * TICK_MILLIS / 1_000);
        timers.add(vertx.setPeriodic(each * 1_000L / perSecond, tick -> {
            for (int i = 0; i < each; i++) {
                paths.forEach(path -> sent.add(ask(method, path, anotherAddress())));
            }
        }));
    }

    /** Asks no more, and waits for what is under way. */
    List<Reply> end() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        List<Reply> replies = all(new ArrayList<>(sent));
        sent.clear();
        return replies;
    }

    /** Many requests of one client, as many at once as a client may have under way. */
    List<Reply> burst(String path, String address, int howMany) {
        List<Reply> replies = new ArrayList<>();
        while (replies.size() < howMany) {
            int some = Math.min(AT_ONCE, howMany - replies.size());
            replies.addAll(all(Stream.generate(() -> ask(HttpMethod.GET, path, address))
                    .limit(some)
                    .toList()));
        }
        return replies;
    }

    /** An address that nobody had before. */
    String anotherAddress() {
        int number = nth.incrementAndGet();
        return "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private Future<Reply> ask(HttpMethod method, String path, String address) {
        int port = ports.get(Math.floorMod(nth.getAndIncrement(), ports.size()));
        long began = System.nanoTime();
        return http.request(method, port, "127.0.0.1", path)
                .compose(request -> send(request, path, address, began))
                .otherwise(failure -> new Reply(path, began, System.nanoTime(), SILENCE, null));
    }

    private static Future<Reply> send(HttpClientRequest request, String path, String address, long began) {
        request.putHeader("X-Forwarded-For", address);
        Future<Reply> reply = request.response()
                .compose(response -> response.end()
                        .map(over -> new Reply(
                                path,
                                began,
                                System.nanoTime(),
                                response.statusCode(),
                                response.getHeader("Retry-After"))))
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        request.end();
        return reply;
    }

    private static List<Reply> all(List<Future<Reply>> asked) {
        return Doors.await(
                Future.all(asked).map(done -> asked.stream().map(Future::result).toList()));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
