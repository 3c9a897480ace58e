package dev.trivet.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A service behind the gateway that does what a test tells it to. It keeps its port while it is dead. */
public final class FakeUpstream implements AutoCloseable {

    private final Vertx vertx;
    private final HttpServerOptions options;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    private volatile Handler<HttpServerRequest> script =
            request -> request.response().end("fine");
    private HttpServer server;

    public FakeUpstream(Vertx vertx) {
        this(vertx, new HttpServerOptions());
    }

    public FakeUpstream(Vertx vertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.options = new HttpServerOptions(options).setHost("127.0.0.1").setPort(0);
        comesBack();
        this.options.setPort(server.actualPort());
    }

    public int port() {
        return options.getPort();
    }

    /** Its address as packs and settings write it. */
    public String address() {
        return "http://127.0.0.1:" + port();
    }

    /** What it does with each request from now on. */
    public FakeUpstream does(Handler<HttpServerRequest> what) {
        script = what;
        return this;
    }

    public FakeUpstream says(int status, String text) {
        return does(request -> request.response().setStatusCode(status).end(text));
    }

    /** It reads and never answers, until {@link #letGo}. */
    public FakeUpstream holds() {
        return does(held::add);
    }

    /** Answers all that it holds. */
    public void letGo() {
        held.forEach(request -> request.response().end("at last"));
        held.clear();
    }

    /** It closes the connection instead of answering. */
    public FakeUpstream breaksOff() {
        return does(request -> request.connection().close());
    }

    /** Nothing listens any more, and all its connections are cut. */
    public void dies() {
        await(server.close());
    }

    public void comesBack() {
        server = vertx.createHttpServer(options).requestHandler(request -> {
            asked.add(request.method() + " " + request.uri());
            script.handle(request);
        });
        await(server.listen());
    }

    /** What it has been asked so far, such as {@code GET /shop}. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        dies();
    }

    private static <T> void await(Future<T> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
