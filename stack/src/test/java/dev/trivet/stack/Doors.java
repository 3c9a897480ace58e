package dev.trivet.stack;

import dev.trivet.common.pack.Seed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The gateways as guests see them: many requests at a time, and when each was sent and answered. */
final class Doors implements AutoCloseable {

    /** Nothing was answered. */
    static final int SILENCE = 0;

    private static final int PATIENCE_MILLIS = 10_000;

    /** At each gateway. */
    private static final int AT_A_TIME = 64;

    /** Answered by api-service, which believes every token that is signed: whoever refuses here is the gateway. */
    private static final String SOMETHING = "/api/amenities/" + Seed.itemId("lokroom", "amenities", 1);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http = vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(AT_A_TIME).setConnectTimeout(PATIENCE_MILLIS));
    private final AtomicInteger addresses = new AtomicInteger();
    private final List<Integer> ports;
    private final String credential;

    /**
     * @param credential what services show each other
     */
    Doors(List<Integer> ports, String credential) {
        this.ports = ports;
        this.credential = credential;
    }

    /** A request at a door; times are of {@link System#nanoTime()}, and it was sent no sooner than it began. */
    record Visit(Guest guest, int door, long began, long ended, int status) {

        boolean isLetIn() {
            return status == 200;
        }
    }

    int count() {
        return ports.size();
    }

    List<Integer> ports() {
        return ports;
    }

    /** Asks for something at one door. */
    Future<Visit> visit(Guest guest, int door) {
        return send(guest, door, HttpMethod.GET, SOMETHING);
    }

    /** Asks for something at every door, at the same time. */
    Stream<Future<Visit>> visitEverywhere(Guest guest) {
        return IntStream.range(0, count()).mapToObj(door -> visit(guest, door));
    }

    /** Everybody at every door. */
    List<Visit> visits(List<Guest> guests) {
        return all(guests.stream().flatMap(this::visitEverywhere));
    }

    /** Signs out at one door. */
    Future<Visit> signOut(Guest guest, int door) {
        return send(guest, door, HttpMethod.POST, "/api/auth/logout");
    }

    /** Waits for all. */
    static <T> List<T> all(Stream<Future<T>> some) {
        List<Future<T>> futures = some.toList();
        return await(Future.all(futures)
                .map(done -> futures.stream().map(Future::result).toList()));
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    Vertx vertx() {
        return vertx;
    }

    /** Any request of somebody. */
    Future<Visit> send(Guest guest, int door, HttpMethod method, String path) {
        return http.request(method, ports.get(door), "127.0.0.1", path)
                .compose(request -> sendNow(guest, door, request))
                .otherwise(failure -> new Visit(guest, door, System.nanoTime(), System.nanoTime(), SILENCE));
    }

    private Future<Visit> sendNow(Guest guest, int door, HttpClientRequest request) {
        long began = System.nanoTime();
        request.putHeader("Authorization", "Bearer " + guest.token()).putHeader("X-Forwarded-For", anotherAddress());
        return status(request, Buffer.buffer()).map(status -> new Visit(guest, door, began, System.nanoTime(), status));
    }

    /** Asks session-service about everybody, which tells Redis, as a gateway does that finds nothing there. */
    void introspect(List<Guest> guests) {
        all(guests.stream()
                .map(guest -> http.request(HttpMethod.POST, ports.get(0), "127.0.0.1", "/api/auth/introspect")
                        .compose(request -> {
                            request.putHeader("Authorization", "Bearer " + credential)
                                    .putHeader("X-Forwarded-For", anotherAddress())
                                    .putHeader("Content-Type", "application/x-www-form-urlencoded");
                            return status(request, Buffer.buffer("token=" + guest.token()));
                        })));
    }

    private static Future<Integer> status(HttpClientRequest request, Buffer body) {
        // Before it is sent: this may be another thread than the one that the answer arrives on.
        Future<Integer> status = request.response()
                .compose(response -> response.end().map(response.statusCode()))
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        request.send(body);
        return status;
    }

    /** Everybody comes from somewhere else each time, so that no limit of the site is what a test sees. */
    private String anotherAddress() {
        int nth = addresses.incrementAndGet();
        return "10." + (nth >> 16 & 255) + "." + (nth >> 8 & 255) + "." + (nth & 255);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
