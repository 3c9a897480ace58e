package dev.trivet.stack;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A wire between a service and Redis that can be cut, and can hold back what is sent over it. One event loop does all of
 * it, so nothing here happens at the same time.
 */
final class Relay implements AutoCloseable {

    private enum State {
        PASSING,
        HOLDING,
        CUT
    }

    private final Vertx vertx;
    private final NetClient client;
    private final NetServer server;
    private final Set<NetSocket> sockets = new HashSet<>();
    private State state = State.PASSING;
    private int to;

    /**
     * Opens a wire on a free port of this machine.
     *
     * @param to the port that Redis listens at
     */
    Relay(int to) {
        this.to = to;
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        client = vertx.createNetClient();
        server = vertx.createNetServer().connectHandler(this::connect);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** Where the service connects to. */
    int port() {
        return server.actualPort();
    }

    private void connect(NetSocket near) {
        if (state == State.CUT) {
            near.close();
            return;
        }
        near.pause();
        client.connect(to, "127.0.0.1").onFailure(failure -> near.close()).onSuccess(far -> {
            join(near, far);
            join(far, near);
            if (state == State.HOLDING) {
                far.pause();
            } else {
                near.resume();
            }
        });
    }

    private void join(NetSocket one, NetSocket other) {
        sockets.add(one);
        one.handler(other::write);
        one.closeHandler(closed -> {
            sockets.remove(one);
            other.close();
        });
    }

    /** Closes every connection. New ones are let through. */
    void cut() {
        onLoop(() -> List.copyOf(sockets).forEach(NetSocket::close));
    }

    /** Closes every connection, and leads new ones to another port. */
    void leadTo(int port) {
        onLoop(() -> to = port);
        cut();
    }

    /** Closes every connection, and every new one until {@link #pass}. */
    void cutForGood() {
        onLoop(() -> state = State.CUT);
        cut();
    }

    /** Holds back what is sent from now on, in both directions, until {@link #pass}. */
    void hold() {
        onLoop(() -> {
            state = State.HOLDING;
            sockets.forEach(NetSocket::pause);
        });
    }

    /** Lets everything through, what was held back first. */
    void pass() {
        onLoop(() -> {
            state = State.PASSING;
            sockets.forEach(NetSocket::resume);
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void onLoop(Runnable work) {
        CompletableFuture.runAsync(work, command -> vertx.runOnContext(ignored -> command.run()))
                .join();
    }
}
