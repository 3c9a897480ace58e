package dev.trivet.common.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the pool of connections to PostgreSQL, for which nobody waits longer than a person would: by themselves a connection
 * may take a minute to be opened and a request half a minute to get one, and the gateway has long given up then.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    private static final int MOST_TO_CONNECT_MILLIS = 5_000;

    /** Less than the gateway's patience with an answer, so that it can be a 503 that says what is the matter. */
    private static final int MOST_TO_GET_ONE_SECONDS = 8;

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(server -> server.setConnectTimeout(MOST_TO_CONNECT_MILLIS));
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setConnectionTimeout(MOST_TO_GET_ONE_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
