package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.gateway.PlainParts;
import dev.trivet.gateway.upstream.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

class ClientsTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    /** The host has no address of its own: who looked it up would find nobody. */
    @Test
    void aTargetIsReachedAtItsAddressAndCalledByItsName() {
        HttpServer shop = await(vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .end(request.authority() + " at "
                                + request.connection().localAddress().hostAddress()))
                .listen(0, "127.0.0.1"));
        var target = new Target(false, false, "shop.invalid", shop.actualPort(), 1, "127.0.0.1");
        var clients = new Clients(vertx, PlainParts.config(Map.of()));

        Future<String> answer =
                Future.future(told -> vertx.runOnContext(now -> clients.request(target, HttpMethod.GET, "/", false)
                        .compose(request -> request.send())
                        .compose(response -> response.body())
                        .map(Object::toString)
                        .onComplete(told)));

        assertThat(await(answer)).isEqualTo("shop.invalid:" + shop.actualPort() + " at 127.0.0.1");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
