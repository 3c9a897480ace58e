package dev.trivet.servers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Redis and PostgreSQL for a service's own tests: started for the first test class that asks, ended with the test run.
 */
public class TestServers implements QuarkusTestResourceLifecycleManager {

    private Path home;
    private RedisServer redis;
    private PostgresServer postgres;

    @Override
    public Map<String, String> start() {
        try {
            home = Files.createTempDirectory("trivet-test");
            redis = RedisServer.start(home.resolve("redis"), Ports.free());
            postgres = PostgresServer.start(home.resolve("postgres"), Ports.free());
            return Map.of("REDIS_URL", redis.url(), "DATABASE_URL", postgres.url());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(RedisServer.class));
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(PostgresServer.class));
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (home != null) {
            Folders.delete(home);
        }
    }
}
