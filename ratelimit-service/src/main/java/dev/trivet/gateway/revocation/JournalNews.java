package dev.trivet.gateway.revocation;

import dev.trivet.common.redis.RedisConnector;
import dev.trivet.common.redis.RedisConnector.Listening;
import dev.trivet.common.redis.RedisKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Hears from Redis that the journal has grown. It only hurries: news that get lost, because Redis hangs or the connection
 * is cut, cost a quarter of a second.
 */
@Singleton
class JournalNews {

    private static final long RETRY_MILLIS = 500;

    private final Vertx vertx;
    private final RedisConnector connector;
    private final JournalFollower journal;
    private final String channel;
    private Listening held;
    private boolean stopped;

    JournalNews(Vertx vertx, RedisConnector connector, JournalFollower journal, RedisKeys keys) {
        this.vertx = vertx;
        this.connector = connector;
        this.journal = journal;
        this.channel = keys.revocations();
    }

    void start(@Observes StartupEvent event) {
        vertx.getOrCreateContext().runOnContext(ignored -> connect());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void connect() {
        if (!stopped) {
            connector.connect(channel).onSuccess(this::subscribe).onFailure(failure -> later());
        }
    }

    private void subscribe(Listening fresh) {
        held = fresh;
        // Any push will do: what is subscribed to, and that it was.
        fresh.connection().handler(push -> journal.hurry());
        fresh.connection().exceptionHandler(failure -> lose(fresh));
        fresh.connection().endHandler(ignored -> lose(fresh));
        fresh.connection().send(Request.cmd(Command.SUBSCRIBE).arg(channel)).onFailure(failure -> lose(fresh));
    }

    private void lose(Listening lost) {
        if (lost == held) {
            held = null;
            lost.drop();
            later();
        }
    }

    private void later() {
        vertx.setTimer(RETRY_MILLIS, ignored -> connect());
    }
}
