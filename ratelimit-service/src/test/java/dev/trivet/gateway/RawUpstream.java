package dev.trivet.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An upstream that does with each connection what the test says, byte by byte, in place of api-service. Requests without a
 * body may follow each other on a connection; who expects a body takes the socket over.
 */
public final class RawUpstream implements QuarkusTestResourceLifecycleManager {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int SMALL_BUFFER = 64 * 1024;

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Consumer<Call> script = call -> call.answer("ok");
    private Vertx vertx;
    private NetServer server;

    /**
     * A request as it came.
     *
     * @param head request line and headers, byte for byte
     * @param rest what came together with it
     * @param socket for the answer
     */
    public record Call(String head, Buffer rest, NetSocket socket) {

        public String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        /** All values of a header, in order. */
        public List<String> all(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).trim())
                    .toList();
        }

        public String header(String name) {
            return all(name).stream().findFirst().orElse(null);
        }

        /** Sends lines of a head, each ended as HTTP wants it, and the empty one after them. */
        public Call head(String... lines) {
            write(String.join("\r\n", lines) + END_OF_HEAD);
            return this;
        }

        public Call write(String text) {
            socket.write(Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1)));
            return this;
        }

        /** Hands over all that comes after the head. The connection is no good for another request then. */
        public Call body(Handler<Buffer> handler) {
            socket.handler(handler);
            if (rest.length() > 0) {
                handler.handle(rest);
            }
            return this;
        }

        /** A whole answer; where there was no body, the connection can be used again. */
        public void answer(String body) {
            boolean again = header("Content-Length") == null && header("Transfer-Encoding") == null;
            head(
                    "HTTP/1.1 200 OK",
                    "Content-Type: text/plain",
                    "Content-Length: " + body.length(),
                    "Connection: " + (again ? "keep-alive" : "close"));
            write(body);
        }
    }

    /** What is done with each request from now on. */
    public void does(Consumer<Call> thing) {
        calls.clear();
        script = thing;
    }

    /** Requests since the script was given. */
    public List<Call> calls() {
        return calls;
    }

    public Call last() {
        return calls.get(calls.size() - 1);
    }

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        server = vertx.createNetServer(new NetServerOptions()
                        .setHost("127.0.0.1")
                        .setReceiveBufferSize(SMALL_BUFFER)
                        .setSendBufferSize(SMALL_BUFFER))
                .connectHandler(this::converse);
        server.listen(0).toCompletionStage().toCompletableFuture().join();
        return Map.of(
                "trivet.gateway.api-service-url",
                "http://127.0.0.1:" + server.actualPort(),
                "trivet.gateway.max-body",
                "128M",
                // So that each test comes from somewhere else, and no limit of the site is what it sees.
                "trivet.gateway.trusted-proxies",
                "127.0.0.1");
    }

    private void converse(NetSocket socket) {
        Buffer[] soFar = {Buffer.buffer()};
        socket.exceptionHandler(cut -> {});
        socket.handler(data -> {
            soFar[0].appendBuffer(data);
            String text = soFar[0].toString(StandardCharsets.ISO_8859_1);
            int end = text.indexOf(END_OF_HEAD);
            if (end >= 0) {
                Buffer rest = soFar[0].getBuffer(end + 4, soFar[0].length());
                soFar[0] = Buffer.buffer();
                Call call = new Call(text.substring(0, end + 2), rest, socket);
                calls.add(call);
                script.accept(call);
            }
        });
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(RawUpstream.class));
    }

    @Override
    public void stop() {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
