package dev.trivet.stack.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.servers.Ports;
import dev.trivet.servers.PostgresServer;
import dev.trivet.servers.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The same clients and the same judge convict a cache that lies. If they did not, that they acquit ours would say nothing. */
class NaiveCacheIT {

    private static final int KEYS = 5;
    private static final int WRITERS = 3;
    private static final int READERS = 8;
    private static final long MOST_TIDES = 20;
    private static final Duration BOUND = Duration.ofSeconds(1);

    @Test
    void itIsFoundOut(@TempDir Path folder) throws Exception {
        try (RedisServer redis = RedisServer.start(folder.resolve("redis"), Ports.free());
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"), Ports.free());
                JedisPool one = pool(redis);
                JedisPool other = pool(redis)) {
            var database = new PGSimpleDataSource();
            int port = URI.create(postgres.url()).getPort();
            database.setURL("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&password=postgres");
            try (var connection = database.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create table counter (key int primary key, version bigint not null)");
                statement.execute("insert into counter select key, 1 from generate_series(0, " + (KEYS - 1) + ") key");
            }
            var workload =
                    new Workload(List.of(new NaiveReplica(one, database), new NaiveReplica(other, database)), KEYS, 1);

            workload.run(
                    WRITERS, READERS, () -> workload.tides() == MOST_TIDES || isGuiltyOfEverything(workload.history()));

            assertThat(workload.history().check(BOUND).violations())
                    .allSatisfy(
                            (kind, count) -> assertThat(count).as(kind.name()).isPositive());
        }
    }

    private static boolean isGuiltyOfEverything(History history) {
        return history.check(BOUND).violations().values().stream().allMatch(count -> count > 0);
    }

    private static JedisPool pool(RedisServer redis) {
        var config = new JedisPoolConfig();
        config.setMaxTotal(WRITERS + READERS);
        return new JedisPool(config, URI.create(redis.url()));
    }
}
