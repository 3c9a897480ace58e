package dev.trivet.stack;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;

/** TLS before a Redis that has none of its own. */
final class TlsFront implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient();
    private final NetServer server;
    private final int to;

    /**
     * Opens on a free port of this machine.
     *
     * @param to the port that Redis listens at
     */
    TlsFront(Certificate certificate, int to) {
        this.to = to;
        var key = new PfxOptions().setPath(certificate.keys().toString()).setPassword(Certificate.PASSWORD);
        server = vertx.createNetServer(new NetServerOptions().setSsl(true).setKeyCertOptions(key))
                .connectHandler(this::connect);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    int port() {
        return server.actualPort();
    }

    private void connect(NetSocket near) {
        near.pause();
        client.connect(to, "127.0.0.1").onFailure(failure -> near.close()).onSuccess(far -> {
            join(near, far);
            join(far, near);
            near.resume();
        });
    }

    private static void join(NetSocket one, NetSocket other) {
        one.handler((Buffer bytes) -> other.write(bytes));
        one.closeHandler(closed -> other.close());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
