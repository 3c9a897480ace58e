package dev.trivet.stack;

import dev.trivet.servers.Ports;
import dev.trivet.servers.PostgresServer;
import dev.trivet.servers.RedisServer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Redis, PostgreSQL and the three services as processes, on one site's pack. */
final class Stack implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long READY_WITHIN_SECONDS = 90;
    private static final int REDIS_PORT = 16_379;
    private static final int POSTGRES_PORT = 15_432;

    private final Layout layout;
    private final RedisServer redis;
    private final PostgresServer postgres;
    private final Service people;
    private final Service content;
    private final Service gateway;

    /**
     * What a stack is made of.
     *
     * @param home the project's directory, where the packaged services are
     * @param data where data, secrets and logs are kept
     * @param redisUrl an outside Redis, or null to bring one along
     * @param databaseUrl an outside PostgreSQL, or null to bring one along
     * @param settings further environment variables for the services
     * @param jvm options of the JVM of the service of that name
     */
    record Plan(
            Path home,
            Path data,
            Path pack,
            String site,
            Layout layout,
            String redisUrl,
            String databaseUrl,
            Map<String, String> settings,
            Function<String, List<String>> jvm) {

        Plan(
                Path home,
                Path data,
                Path pack,
                String site,
                Layout layout,
                String redisUrl,
                String databaseUrl,
                Map<String, String> settings) {
            this(home, data, pack, site, layout, redisUrl, databaseUrl, settings, name -> Service.JVM);
        }
    }

    private Stack(Layout layout, RedisServer redis, PostgresServer postgres, Plan plan) {
        this.layout = layout;
        this.redis = redis;
        this.postgres = postgres;
        var secrets = new Secrets(plan.data().resolve("secrets"));
        String database = postgres == null ? plan.databaseUrl() : postgres.url();
        String mail = plan.data().resolve("mail").toAbsolutePath().toString();
        people = service(
                "session-service",
                layout.people(),
                layout.peopleHealth(),
                plan,
                secrets,
                Map.of(
                        "DATABASE_URL",
                        database,
                        "TRIVET_MAIL_FOLDER",
                        mail,
                        "TRIVET_KEYS_REFRESH_SECRET",
                        secrets.secret("refresh-secret"),
                        "TRIVET_KEYS_SIGNING",
                        secrets.signingKey().toAbsolutePath().toString()));
        content = service(
                "api-service",
                layout.content(),
                layout.contentHealth(),
                plan,
                secrets,
                Map.of(
                        "DATABASE_URL", database,
                        "TRIVET_SESSION_SERVICE_URL", local(layout.people()),
                        "TRIVET_MAIL_FOLDER", mail));
        gateway = service(
                "ratelimit-service",
                layout.gateway(),
                layout.gatewayHealth(),
                plan,
                secrets,
                Map.of(
                        "TRIVET_SESSION_SERVICE_URL", local(layout.people()),
                        "TRIVET_GATEWAY_API_SERVICE_URL", local(layout.content()),
                        "TRIVET_GATEWAY_API_SERVICE_MANAGEMENT_URL", local(layout.contentHealth()),
                        "TRIVET_GATEWAY_SESSION_SERVICE_MANAGEMENT_URL", local(layout.peopleHealth())));
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @param tell told a line for each step
     * @param started told of each process as it starts
     * @throws StackException when something does not start; nothing is left running then
     */
    static Stack start(Plan plan, Consumer<String> tell, Consumer<ProcessHandle> started) {
        Path site = plan.data().resolve(plan.site());
        RedisServer redis = null;
        PostgresServer postgres = null;
        Stack stack = null;
        try {
            if (plan.redisUrl() == null) {
                redis = RedisServer.start(
                        site.resolve("redis"),
                        preferred(REDIS_PORT),
                        "--maxmemory",
                        "256mb",
                        "--maxmemory-policy",
                        "noeviction");
                started.accept(redis.handle());
                tell.accept("Redis        ready   " + redis.url());
            }
            if (plan.databaseUrl() == null) {
                postgres = PostgresServer.start(site.resolve("postgres"), preferred(POSTGRES_PORT));
                started.accept(postgres.handle());
                tell.accept("PostgreSQL   ready   " + postgres.url());
            }
            stack = new Stack(plan.layout(), redis, postgres, plan);
            for (Service service : stack.services()) {
                service.start();
                started.accept(service.handle());
            }
            stack.awaitReady(tell);
            return stack;
        } catch (RuntimeException e) {
            closeAll(stack == null ? List.of() : stack.services(), redis, postgres);
            throw e;
        }
    }

    /** Tells, in a line for people, when one of the processes ends. */
    void whenOneEnds(Consumer<String> tell) {
        services().forEach(service -> service.handle()
                .onExit()
                .thenRun(() -> tell.accept(service.name() + " has ended; see " + service.log())));
        if (redis != null) {
            redis.handle().onExit().thenRun(() -> tell.accept("Redis has ended"));
        }
        if (postgres != null) {
            postgres.handle().onExit().thenRun(() -> tell.accept("PostgreSQL has ended"));
        }
    }

    Layout layout() {
        return layout;
    }

    RedisServer redis() {
        return redis;
    }

    PostgresServer postgres() {
        return postgres;
    }

    Service people() {
        return people;
    }

    Service content() {
        return content;
    }

    Service gateway() {
        return gateway;
    }

    /** Waits until all three services answer. */
    void awaitReady(Consumer<String> tell) {
        List<Service> waiting = new ArrayList<>(services());
        long began = System.nanoTime();
        while (!waiting.isEmpty()) {
            for (Service service : List.copyOf(waiting)) {
                if (service.isReady()) {
                    waiting.remove(service);
                    tell.accept("%-18s ready after %.1f s".formatted(service.name(), seconds(began)));
                }
            }
            if (seconds(began) > READY_WITHIN_SECONDS) {
                throw new StackException(waiting.get(0).name() + " is not ready after " + READY_WITHIN_SECONDS
                        + " s; see " + waiting.get(0).log());
            }
            pauseBetweenLooks();
        }
    }

    @Override
    public void close() {
        closeAll(services(), redis, postgres);
    }

    List<Service> services() {
        return List.of(gateway, content, people);
    }

    private static void closeAll(List<Service> services, RedisServer redis, PostgresServer postgres) {
        services.parallelStream().forEach(Service::close);
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** A service with what all are told, what it alone is told, and what the plan adds. */
    private Service service(
            String name, int port, int managementPort, Plan plan, Secrets secrets, Map<String, String> own) {
        Map<String, String> environment = new HashMap<>(own);
        environment.put("QUARKUS_PROFILE", "dev");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("TRIVET_PACK", plan.pack().toAbsolutePath().toString());
        environment.put("TRIVET_SERVICE_CREDENTIAL", secrets.secret("service-credential"));
        environment.put("REDIS_URL", redis == null ? plan.redisUrl() : redis.url());
        environment.putAll(plan.settings());
        Path logs = plan.data().resolve("logs");
        List<String> jvm = plan.jvm().apply(name);
        return new Service(name, plan.home(), port, managementPort, logs, environment, jvm);
    }

    private static String local(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int preferred(int port) {
        return Ports.isFree(port) ? port : Ports.free();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void pauseBetweenLooks() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }
}
