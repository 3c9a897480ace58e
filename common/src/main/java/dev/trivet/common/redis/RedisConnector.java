package dev.trivet.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import jakarta.inject.Singleton;

import java.util.concurrent.TimeUnit;

/**
 * Opens connections to Redis that are held for long, with Quarkus' settings ({@code quarkus.redis.*}).
 *
 * <p>Not from Quarkus' own pool: a pool takes a connection back that does not answer any more and hands it out again, and
 * there is no way to close one for good. Here each held connection has a client to itself, and goes with it.
 */
@Singleton
public class RedisConnector {

    private static final long CONNECT_MILLIS = 2_000;

    private final Vertx vertx;
    private final RedisSettings settings;

    /**
     * @param quarkusClient not used, but if nobody asked for it Quarkus would not read its settings, and they are ours
     */
    RedisConnector(Vertx vertx, RedisSettings settings, Redis quarkusClient) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** A connection, and the client that it lives and dies with. */
    public record Held(Redis client, RedisConnection connection) {

        /** Closes the connection for good, whatever state it is in. */
        public void drop() {
            client.close();
        }
    }

    /** Opens a connection on the calling event loop. Fails after two seconds at the latest. */
    public Future<Held> connect() {
        Redis client = Redis.createClient(vertx, settings.options());
        return client.connect()
                .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .map(connection -> new Held(client, connection))
                .onFailure(failure -> client.close());
    }
}
