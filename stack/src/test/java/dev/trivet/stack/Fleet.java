package dev.trivet.stack;

import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.PostgresServer;
import dev.trivet.servers.RedisServer;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several replicas of api-service on one Redis and one PostgreSQL, each with a {@link Relay} of its own to Redis, and
 * session-service for tokens. No gateway, unless somebody wants one: its limits would be all that a test of the cache saw.
 */
final class Fleet implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    /** Less than tokens live in the pack. */
    private static final Duration TOKEN_FOR = Duration.ofMinutes(2);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path home = Path.of(System.getProperty("trivet.home"));
    private final Path pack;
    private final Path data;
    private final Map<String, String> settings;
    private final RedisServer redis;
    private final PostgresServer postgres;
    private final int postgresPort = Ports.free();
    private final int peoplePort = Ports.free();
    private final Service people;
    private final List<Member> members;
    private Member gateway;
    private String token;
    private long signedIn;

    /** A replica, where it answers, and its wire to Redis. */
    record Member(Service service, int port, int managementPort, Relay relay) {}

    private Fleet(String site, Path data, int size, Map<String, String> settings) {
        this.pack = home.resolve("packs/" + site + ".yaml");
        this.data = data;
        this.settings = settings;
        redis = RedisServer.start(data.resolve("redis"), Ports.free());
        postgres = PostgresServer.start(data.resolve("postgres"), postgresPort);
        people = service("session-service", "people", peoplePort, Ports.free(), redis.port(), Map.of());
        members = IntStream.range(0, size)
                .mapToObj(nth -> member("api-service", "content-" + nth, Map.of()))
                .toList();
    }

    /**
     * Starts a fleet of Lok'Room and waits until all of it is ready.
     *
     * @param settings environment variables beside those that every fleet gets
     */
    static Fleet lokroom(int size, Map<String, String> settings) {
        return of("lokroom", size, settings);
    }

    /** Starts a fleet of any site, likewise. */
    static Fleet of(String site, int size, Map<String, String> settings) {
        try {
            var fleet = new Fleet(site, Files.createTempDirectory("trivet-fleet"), size, settings);
            try {
                fleet.services().forEach(Service::start);
                fleet.services().forEach(Fleet::awaitReady);
                return fleet;
            } catch (RuntimeException e) {
                fleet.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Member member(String service, String logs, Map<String, String> its) {
        int port = Ports.free();
        int managementPort = Ports.free();
        var relay = new Relay(redis.port());
        return new Member(service(service, logs, port, managementPort, relay.port(), its), port, managementPort, relay);
    }

    private Service service(
            String name, String logs, int port, int managementPort, int redisPort, Map<String, String> its) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_PROFILE", "dev");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("TRIVET_PACK", pack.toString());
        environment.put("TRIVET_SESSION_SERVICE_URL", "http://127.0.0.1:" + peoplePort);
        environment.put("REDIS_URL", "redis://127.0.0.1:" + redisPort);
        environment.put("DATABASE_URL", postgres.url());
        environment.putAll(settings);
        environment.putAll(its);
        return new Service(name, home, port, managementPort, data.resolve(logs), environment);
    }

    /** Starts a gateway before all of the replicas, which believes what is said in X-Forwarded-For. */
    Member gateway() {
        gateway = member(
                "ratelimit-service",
                "gateway",
                Map.of(
                        "TRIVET_GATEWAY_TRUSTED_PROXIES",
                        "127.0.0.1",
                        "TRIVET_GATEWAY_API_SERVICE_URL",
                        members.stream()
                                .map(member -> "http://127.0.0.1:" + member.port())
                                .collect(Collectors.joining(","))));
        gateway.service().start();
        awaitReady(gateway.service());
        return gateway;
    }

    static void awaitReady(Service service) {
        await().atMost(READY_WITHIN).pollInterval(Duration.ofMillis(50)).until(service::isReady);
    }

    RedisServer redis() {
        return redis;
    }

    int peoplePort() {
        return peoplePort;
    }

    List<Member> members() {
        return members;
    }

    /** What PostgreSQL has logged. */
    String databaseLog() {
        try {
            return Files.readString(data.resolve("postgres/postgres.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + postgresPort + "/postgres?user=postgres&password=postgres");
    }

    /** A token of the seeded administrator, who may change everything. */
    synchronized String token() throws IOException, InterruptedException {
        if (token == null || System.nanoTime() - signedIn > TOKEN_FOR.toNanos()) {
            token = signIn("admin@example.org");
            signedIn = System.nanoTime();
        }
        return token;
    }

    /** A token of one of the seeded users. */
    String signIn(String email) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + peoplePort + "/api/auth/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"email\":\"" + email + "\",\"password\":\"only-for-development\"}"))
                .build();
        String answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JsonMapper.shared().readTree(answer).get("accessToken").asString();
    }

    /** A replica's metrics, as Prometheus reads them. */
    static String metrics(Member member) {
        URI metrics = URI.create("http://127.0.0.1:" + member.managementPort() + "/metrics");
        try {
            return HTTP.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.service().close();
            gateway.relay().close();
        }
        services().parallelStream().forEach(Service::close);
        members.forEach(member -> member.relay().close());
        redis.close();
        postgres.close();
        Folders.delete(data);
    }

    private List<Service> services() {
        List<Service> services = new ArrayList<>(List.of(people));
        members.forEach(member -> services.add(member.service()));
        return services;
    }
}
