package dev.trivet.stack;

import static org.awaitility.Awaitility.await;

import dev.trivet.common.token.SessionHash;
import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.PostgresServer;
import dev.trivet.servers.RedisServer;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * Lok'Room with two of what people meet: two gateways, each with a session-service of its own, before one api-service, one
 * Redis and one PostgreSQL. What is withdrawn at one door must be known at the other. Services know Redis by a
 * {@link Relay}, so that they can be led from one Redis to another.
 */
final class TwoGateways implements AutoCloseable {

    private static final Duration INTRODUCED_WITHIN = Duration.ofSeconds(30);

    /** Most connections of one session-service to PostgreSQL. */
    static final int POOL = 20;

    private static final int TWO = 2;

    private final Path home = Path.of(System.getProperty("trivet.home"));
    private final Path pack = home.resolve("packs/lokroom.yaml");
    private final Path data;
    private final Map<String, String> settings;
    private final Secrets secrets;
    private final List<RedisServer> everyRedis = new ArrayList<>();
    private final Relay wire;
    private final PostgresServer postgres;
    private final int postgresPort = Ports.free();
    private final int contentPort = Ports.free();
    private final int contentHealth = Ports.free();
    private final List<Service> services = new ArrayList<>();
    private final List<Service> gateways = new ArrayList<>();
    private final Doors doors;
    private final Guests guests;
    private RedisServer redis;

    private TwoGateways(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
        secrets = new Secrets(data.resolve("secrets"));
        redis = newRedis();
        wire = new Relay(redis.port());
        postgres = PostgresServer.start(data.resolve("postgres"), postgresPort);
        List<Integer> ports = new ArrayList<>();
        for (int nth = 0; nth < TWO; nth++) {
            int people = Ports.free();
            int peopleHealth = Ports.free();
            int gateway = Ports.free();
            ports.add(gateway);
            services.add(people(nth, people, peopleHealth));
            gateways.add(gateway(nth, gateway, people, peopleHealth));
            services.add(gateways.get(nth));
            if (nth == 0) {
                services.add(content(people));
            }
        }
        doors = new Doors(ports, secrets.secret("service-credential"));
        guests = new Guests(pack, secrets.signingKey());
    }

    /**
     * Starts all of it and waits until it is ready.
     *
     * @param settings environment variables beside those that these services always get
     */
    static TwoGateways start(Map<String, String> settings) {
        try {
            var site = new TwoGateways(Files.createTempDirectory("trivet-two-gateways"), settings);
            try {
                site.services.forEach(Service::start);
                site.services.forEach(Fleet::awaitReady);
                return site;
            } catch (RuntimeException e) {
                site.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Service people(int nth, int port, int health) {
        return service(
                "session-service",
                nth,
                port,
                health,
                Map.of(
                        "DATABASE_URL", postgres.url() + "?application_name=" + peopleInDatabase(nth),
                        "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", Integer.toString(POOL),
                        "TRIVET_KEYS_REFRESH_SECRET", secrets.secret("refresh-secret"),
                        "TRIVET_KEYS_SIGNING", secrets.signingKey().toString()));
    }

    private Service content(int people) {
        return service(
                "api-service",
                0,
                contentPort,
                contentHealth,
                Map.of("DATABASE_URL", postgres.url(), "TRIVET_SESSION_SERVICE_URL", local(people)));
    }

    private Service gateway(int nth, int port, int people, int peopleHealth) {
        return service(
                "ratelimit-service",
                nth,
                port,
                Ports.free(),
                Map.of(
                        "TRIVET_SESSION_SERVICE_URL", local(people),
                        "TRIVET_GATEWAY_API_SERVICE_URL", local(contentPort),
                        "TRIVET_GATEWAY_API_SERVICE_MANAGEMENT_URL", local(contentHealth),
                        "TRIVET_GATEWAY_SESSION_SERVICE_MANAGEMENT_URL", local(peopleHealth),
                        "TRIVET_GATEWAY_TRUSTED_PROXIES", "127.0.0.1",
                        "TRIVET_LIMITS_GATEWAYS", Integer.toString(TWO)));
    }

    private Service service(String name, int nth, int port, int health, Map<String, String> own) {
        Map<String, String> environment = new HashMap<>(own);
        environment.put("QUARKUS_PROFILE", "dev");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("TRIVET_PACK", pack.toString());
        environment.put("TRIVET_SERVICE_CREDENTIAL", secrets.secret("service-credential"));
        environment.put("REDIS_URL", "redis://127.0.0.1:" + wire.port());
        environment.putAll(settings);
        return new Service(name, home, port, health, data.resolve("logs-" + nth), environment);
    }

    private static String local(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** The gateways as processes, in the order of their doors. */
    List<Service> gateways() {
        return gateways;
    }

    Doors doors() {
        return doors;
    }

    /** Where the gateways listen. */
    List<Integer> doorPorts() {
        return doors.ports();
    }

    /** The services' wire to Redis. */
    Relay wire() {
        return wire;
    }

    RedisServer redis() {
        return redis;
    }

    /** A Redis of its own for what comes, with nothing in it, which all services use from now on instead of the last. */
    RedisServer changeRedis(String... itsSettings) {
        RedisServer last = redis;
        leadTo(newRedis(itsSettings));
        last.close();
        return redis;
    }

    /** A copy of another Redis, which the services do not use yet. */
    RedisServer newReplica(int master) {
        return keep(RedisServer.startReplica(nextFolder(), Ports.free(), master));
    }

    private RedisServer newRedis(String... itsSettings) {
        return keep(RedisServer.start(nextFolder(), Ports.free(), itsSettings));
    }

    private Path nextFolder() {
        return data.resolve("redis-" + everyRedis.size());
    }

    private RedisServer keep(RedisServer another) {
        everyRedis.add(another);
        return another;
    }

    /** Leads all services to another Redis. */
    void leadTo(RedisServer another) {
        wire.leadTo(another.port());
        redis = another;
    }

    List<Guest> signIn(int howMany) throws SQLException {
        try (Connection connection = database()) {
            return guests.signIn(connection, howMany, "member");
        }
    }

    /** Somebody who may manage people. */
    Guest signInAnAdministrator() throws SQLException {
        try (Connection connection = database()) {
            return guests.signIn(connection, 1, "admin").get(0);
        }
    }

    List<Guest> signInAgain(List<Guest> some) throws SQLException {
        try (Connection connection = database()) {
            return guests.signInAgain(connection, some);
        }
    }

    /** Sees to it that Redis knows everybody, which is what the faults are to take away, and that all are let in. */
    void introduce(List<Guest> everybody) {
        await().atMost(INTRODUCED_WITHIN).until(() -> {
            doors.introspect(everybody);
            return Guests.count(redis, everybody, SessionHash.LIVE) == everybody.size();
        });
        await().atMost(INTRODUCED_WITHIN)
                .until(() -> doors.visits(everybody).stream().allMatch(Doors.Visit::isLetIn));
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + postgresPort + "/postgres?user=postgres&password=postgres");
    }

    /** What a session-service calls itself in PostgreSQL. */
    static String peopleInDatabase(int nth) {
        return "people-" + nth;
    }

    /** What PostgreSQL has logged. */
    Path databaseLog() {
        return data.resolve("postgres/postgres.log");
    }

    @Override
    public void close() {
        doors.close();
        services.parallelStream().forEach(Service::close);
        wire.close();
        everyRedis.forEach(RedisServer::close);
        postgres.close();
        Folders.delete(data);
    }
}
