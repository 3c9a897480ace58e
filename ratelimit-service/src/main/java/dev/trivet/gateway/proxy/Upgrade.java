package dev.trivet.gateway.proxy;

import dev.trivet.gateway.identity.SocketToken;
import dev.trivet.gateway.live.Seat;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.Http1xClientConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.NetSocket;

/**
 * A request's way from HTTP to a WebSocket, once the gateway has nothing against it.
 *
 * <p>The sockets come from Vert.x' own classes: what it offers for the purpose has no back-pressure towards the upstream, for
 * the upstream's end of an upgraded request never says that it is full, or never that it is not any more.
 */
final class Upgrade {

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Handshake handshake;
    private final Seat seat;
    private final Promise<Void> gone;
    private final long idleMillis;

    /**
     * @param gone to be completed when it is over
     */
    Upgrade(
            Vertx vertx,
            HttpServerRequest request,
            Handshake handshake,
            Seat seat,
            Promise<Void> gone,
            long idleMillis) {
        this.vertx = vertx;
        this.request = request;
        this.handshake = handshake;
        this.seat = seat;
        this.gone = gone;
        this.idleMillis = idleMillis;
    }

    void writeTo(MultiMap headers) {
        handshake.writeTo(headers);
    }

    boolean isGrantedBy(HttpClientResponse answer) {
        return handshake.isGrantedBy(answer);
    }

    /** Takes both connections over from HTTP. Called as soon as the answer is there. */
    Future<Void> open(HttpClientRequest onward, HttpClientResponse answer) {
        Buffer early = Buffer.buffer();
        answer.handler(early::appendBuffer);
        var connection = (Http1xClientConnection) onward.connection();
        Promise<NetSocket> taken = Promise.promise();
        connection.getContext().runOnContext(now -> {
            NetSocket socket = connection.toNetSocket();
            socket.pause();
            taken.complete(socket);
        });
        Context here = Vertx.currentContext();
        taken.future()
                .onSuccess(
                        upstream -> here.runOnContext(now -> join(connection.getContext(), upstream, answer, early)));
        return gone.future();
    }

    private void join(Context upstreams, NetSocket upstream, HttpClientResponse answer, Buffer early) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            upstream.close();
            gone.tryComplete();
            return;
        }
        ProxyHeaders.copyResponse(answer.headers(), response.headers());
        handshake.writeTo(response.headers());
        Via.add(response.headers(), answer.version());
        SocketToken.settle(request.headers(), response.headers());
        Context clients = Vertx.currentContext();
        request.toNetSocket()
                .onSuccess(client -> {
                    Tunnel tunnel = new Tunnel(vertx, clients, client, upstreams, upstream, idleMillis, seat::silent);
                    tunnel.open(early).onComplete(over -> end());
                    seat.take(tunnel);
                })
                .onFailure(failure -> {
                    upstream.close();
                    gone.tryComplete();
                });
    }

    /** Vert.x takes an upgraded request for one that never ends, and a shutdown would wait for it. */
    private void end() {
        request.pause();
        ((Http1xServerConnection) request.connection()).handleException(new HttpClosedException("over"));
        gone.tryComplete();
    }
}
