package dev.trivet.common.redis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Links to some Redis as a service has them, without a service. */
final class Links implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RedisSettings settings;
    private final Topology topology;
    private final NodeConnector connector;
    private final RedisLinks links;

    Links(RedisClientType type, String url, Duration deadline) {
        this(type, url, deadline, Duration.ofSeconds(2));
    }

    Links(RedisClientType type, String url, Duration deadline, Duration connectTimeout) {
        RedisConfig config = new RedisConfig() {
            @Override
            public Duration deadline() {
                return deadline;
            }

            @Override
            public Duration connectTimeout() {
                return connectTimeout;
            }

            @Override
            public Duration reconnectAfter() {
                return Duration.ofMillis(100);
            }

            @Override
            public Duration reconnectAtMost() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Optional<String> sentinelPassword() {
                return Optional.empty();
            }
        };
        var options = new RedisOptions().setMasterName("mymaster");
        for (RedisNode node : RedisUrl.parse(url).hosts()) {
            options.addConnectionString("redis://" + node);
        }
        RedisUrl.parse(url).password().ifPresent(options::setPassword);
        settings = new RedisSettings(type, config);
        settings.customize("", options);
        connector = new NodeConnector(vertx, settings, null);
        topology = new Topology(vertx, settings, connector);
        links = new RedisLinks(vertx, topology, connector, new RedisTimer(meters), config);
    }

    RedisLinks all() {
        return links;
    }

    /** The port of the first master that is known; 0 while none is. */
    int master() {
        SlotMap map = topology.map();
        return map == null ? 0 : map.nodes().get(0).port();
    }

    RedisConnector listeners() {
        return new RedisConnector(vertx, topology, connector);
    }

    Response send(Command command, Object... args) {
        Request request = Request.cmd(command);
        for (Object arg : args) {
            request.arg(String.valueOf(arg));
        }
        return join(links.send(request));
    }

    /** Whether a command is answered. */
    boolean answers(Command command, Object... args) {
        try {
            send(command, args);
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    static <T> T join(Future<T> answer) {
        return answer.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        links.close(null);
        topology.close(null);
        join(vertx.close());
    }
}
