package dev.trivet.stack;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One gateway as a process of its own, before a shop that does what its paths say and a stand-in for session-service. */
final class LoneGateway implements AutoCloseable {

    private static final String PACK = """
            site: lokroom
            keyPrefix: "lone:"
            paths: { api: /api, auth: /api/auth }
            roles: { member: {} }
            types: { rooms: { access: { read: [anyone] }, fields: { title: { type: string } } } }
            routes:
              shop: { path: /shop/**, to: ["http://127.0.0.1:%d"] }
            limits:
              wide: { path: /shop/**, key: [address], algorithm: window, limit: 200, window: 1h }
              narrow: { path: /shop/narrow, key: [address], algorithm: window, limit: 1, window: 1h }
            """;

    private final Vertx vertx = Vertx.vertx();
    private final FakeSessionService people = new FakeSessionService();
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final HttpServer shop;
    private final Path data;
    private final Path pack;
    private final RedisServer redis;
    private final Service service;

    /**
     * @param settings environment variables beside those that it always gets
     */
    LoneGateway(Map<String, String> settings) {
        try {
            data = Files.createTempDirectory("trivet-lone-gateway");
            shop = Doors.await(vertx.createHttpServer()
                    .webSocketHandler(socket -> socket.handler(socket::write))
                    .requestHandler(LoneGateway::serve)
                    .listen(0, "127.0.0.1"));
            pack = data.resolve("pack.yaml");
            Files.writeString(pack, PACK.formatted(shop.actualPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        redis = RedisServer.start(data.resolve("redis"), Ports.free());
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_PROFILE", "dev",
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                "TRIVET_PACK", pack.toString(),
                "TRIVET_SESSION_SERVICE_URL", people.start().get("trivet.session-service.url"),
                "TRIVET_GATEWAY_TRUSTED_PROXIES", "127.0.0.1",
                "TRIVET_REDIS_DEADLINE", "2s",
                "REDIS_URL", "redis://127.0.0.1:" + redis.port()));
        environment.putAll(settings);
        service = new Service(
                "ratelimit-service",
                Path.of(System.getProperty("trivet.home")),
                port,
                managementPort,
                data.resolve("logs"),
                environment);
    }

    /** Starts it and waits until it is ready. */
    static LoneGateway start(Map<String, String> settings) {
        var gateway = new LoneGateway(settings);
        gateway.service.start();
        Fleet.awaitReady(gateway.service);
        return gateway;
    }

    private static void serve(HttpServerRequest request) {
        switch (request.path()) {
            case "/shop/events", "/shop/break-events" -> {
                request.response()
                        .putHeader("Content-Type", "text/event-stream")
                        .setChunked(true);
                request.response().write("data: here\n\n");
                if (request.path().endsWith("break-events")) {
                    request.response().write("data: and").onComplete(sent -> request.connection()
                            .close());
                }
            }
            case "/shop/break" -> request.connection().close();
            case "/shop/hang" -> {}
            default -> request.body().onSuccess(body -> request.response().end("sold"));
        }
    }

    /** Asks it, and reads the answer to its end; fails when that does not come. */
    Future<Integer> ask(HttpClient client, HttpMethod method, String path, Map<String, String> headers, String body) {
        return client.request(method, port, "127.0.0.1", path).compose(request -> {
            headers.forEach(request::putHeader);
            return request.send(Buffer.buffer(body))
                    .compose(answer -> answer.end().map(answer.statusCode()));
        });
    }

    Future<Integer> get(HttpClient client, String path) {
        return ask(client, HttpMethod.GET, path, Map.of(), "");
    }

    /** Says something that never becomes a request, and waits until the connection is closed. */
    void talkNonsense() {
        Promise<Void> closed = Promise.promise();
        vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(socket -> {
            socket.closeHandler(closed::complete);
            socket.handler(answer -> {});
            socket.write("GET / HTTP/1.1\r\nHost: a\r\nHost: secret\r\n\r\n");
        });
        Doors.await(closed.future());
    }

    Vertx vertx() {
        return vertx;
    }

    FakeSessionService people() {
        return people;
    }

    Service service() {
        return service;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    /** The file of its pack. */
    Path pack() {
        return pack;
    }

    @Override
    public void close() {
        service.close();
        redis.close();
        people.stop();
        Doors.await(vertx.close());
        Folders.delete(data);
    }
}
