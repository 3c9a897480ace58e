package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway that is asked to end: what lasts is told so, and what is over already is not waited for. */
class LeavingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Well below {@code QUARKUS_SHUTDOWN_TIMEOUT}, which is what it takes when something is waited for in vain. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private LoneGateway gateway;
    private HttpClient http1;
    private HttpClient http2;

    @BeforeEach
    void start() {
        gateway = LoneGateway.start(Map.of("QUARKUS_SHUTDOWN_DELAY", "1s", "QUARKUS_SHUTDOWN_TIMEOUT", "25s"));
        http1 = gateway.vertx().createHttpClient();
        http2 = gateway.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whatLastsIsEndedAndTheProcessSoonAfter() throws Exception {
        for (HttpClient client : List.of(http1, http2)) {
            assertThat(Doors.await(listen(client, "/shop/break-events"))).isTrue();
        }
        Future<Short> closed = closeCode();
        List<Future<Boolean>> listeners = List.of(listen(http1, "/shop/events"), listen(http2, "/shop/events"));

        long asked = System.nanoTime();
        ProcessHandle process = gateway.service().handle();
        process.destroy();

        assertThat(Doors.await(closed)).isEqualTo((short) 1001);
        for (Future<Boolean> listener : listeners) {
            assertThat(Doors.await(listener)).isTrue();
        }
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        System.out.println("leaving took " + took.toMillis() + " ms");
        assertThat(took).isLessThan(SOON);
    }

    /** Listens to events; tells how they end once the first is here: true when they are broken off. */
    private Future<Boolean> listen(HttpClient client, String path) {
        Promise<Void> heard = Promise.promise();
        Promise<Boolean> cut = Promise.promise();
        client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", path)
                .compose(request ->
                        request.putHeader("Accept", "text/event-stream").send())
                .onSuccess(answer -> answer.exceptionHandler(broken -> cut.tryComplete(true))
                        .endHandler(end -> cut.tryComplete(false))
                        .handler(event -> heard.tryComplete()))
                .onFailure(heard::tryFail);
        Doors.await(heard.future());
        return cut.future();
    }

    private Future<Short> closeCode() {
        Promise<Short> code = Promise.promise();
        WebSocket socket = Doors.await(
                gateway.vertx().createWebSocketClient().connect(gateway.port(), "127.0.0.1", "/shop/socket"));
        socket.closeHandler(over -> code.complete(socket.closeStatusCode()));
        return code.future();
    }
}
