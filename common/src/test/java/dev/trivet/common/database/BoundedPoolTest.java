package dev.trivet.common.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.reactive.pg.client.PgPoolCreator.Input;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

class BoundedPoolTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aServerThatSaysNothingIsAwayBeforeTheClientHasGone() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Pool pool = new BoundedPool().create(new To(vertx, silent));

            var asked = pool.query("select 1").execute().toCompletionStage().toCompletableFuture();

            // The library's own patience is thirty seconds.
            assertThat(asked)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .havingCause()
                    .matches(DatabaseAway::isAway);
        }
    }

    private record To(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements Input {

        To(Vertx vertx, ServerSocket server) {
            this(
                    vertx,
                    new PoolOptions(),
                    List.of(new PgConnectOptions()
                            .setHost(server.getInetAddress().getHostAddress())
                            .setPort(server.getLocalPort())
                            .setUser("trivet")
                            .setPassword("password")
                            .setDatabase("trivet")));
        }
    }
}
