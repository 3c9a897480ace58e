package dev.trivet.stack;

import dev.trivet.common.pack.Seed;
import dev.trivet.stack.history.Replica;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A replica of api-service as its clients see it; the keys are Lok'Room's seeded amenities. */
final class HttpReplica implements Replica {

    /** How many amenities the pack seeds. */
    static final int KEYS = 26;

    private static final int PATIENCE_MILLIS = 10_000;

    private static final String AMENITIES = "/api/amenities";

    private final HttpClient http;
    private final Fleet fleet;
    private final String[] ids = IntStream.rangeClosed(1, KEYS)
            .mapToObj(nth -> Seed.itemId("lokroom", "amenities", nth).toString())
            .toArray(String[]::new);
    private final Map<String, Integer> keys = new HashMap<>();
    private final Map<String, LongAdder> cacheAnswers = new ConcurrentHashMap<>();

    /**
     * @param most most requests at a time
     */
    HttpReplica(Vertx vertx, Fleet fleet, int port, int most) {
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setMaxPoolSize(most)
                .setConnectTimeout(PATIENCE_MILLIS));
        this.fleet = fleet;
        for (int key = 0; key < KEYS; key++) {
            keys.put(ids[key], key);
        }
    }

    /** How often reads were answered with which {@code X-Cache}. */
    Map<String, LongAdder> cacheAnswers() {
        return cacheAnswers;
    }

    @Override
    public long write(int key) throws IOException, InterruptedException {
        String token = fleet.token();
        var body =
                new JsonObject().put("label", Long.toString(System.nanoTime())).toBuffer();
        return ask(HttpMethod.PATCH, "/" + ids[key], request -> request.putHeader("Authorization", "Bearer " + token)
                        .putHeader("Content-Type", "application/json")
                        .send(body))
                .getLong("version");
    }

    @Override
    public long read(int key) throws IOException, InterruptedException {
        return ask(HttpMethod.GET, "/" + ids[key], HttpClientRequest::send).getLong("version");
    }

    @Override
    public void list(Shown shown) throws IOException, InterruptedException {
        for (Object each :
                ask(HttpMethod.GET, "?limit=100", HttpClientRequest::send).getJsonArray("items")) {
            var item = (JsonObject) each;
            shown.item(keys.get(item.getString("id")), item.getLong("version"));
        }
    }

    private JsonObject ask(HttpMethod method, String path, Consumer<HttpClientRequest> send)
            throws IOException, InterruptedException {
        Future<Buffer> answer = http.request(method, AMENITIES + path)
                .compose(request -> {
                    // Before it is sent: this may be another thread than the one that the answer arrives on.
                    Future<Buffer> body = request.response().compose(this::body);
                    send.accept(request);
                    return body;
                })
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            return answer.toCompletionStage().toCompletableFuture().get().toJsonObject();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("answered " + response.statusCode());
        }
        String from = response.getHeader("X-Cache");
        if (from != null) {
            cacheAnswers.computeIfAbsent(from, first -> new LongAdder()).increment();
        }
        return response.body();
    }
}
