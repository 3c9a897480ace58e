package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import dev.trivet.common.token.SessionHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What comes back with a backup of Redis, of PostgreSQL, or of both, and what must not. */
class BackupIT {

    private static final String LISTING = "/api/listings/" + Seed.itemId("lokroom", "listings", 1);
    private static final String GONE = "/api/amenities/" + Seed.itemId("lokroom", "amenities", 3);
    private static final Duration LONG_ENOUGH_FOR_ANYTHING_TO_COME_BACK = Duration.ofSeconds(2);

    /** What is compared before and after, without what is told of late. */
    private static final Map<String, String> TRUTH = Map.of(
            "content.item", "t::text",
            "people.account", "t::text",
            "people.session", "(id, account_id, generation, created_at, expires_at, ended_at, token_id)::text",
            "people.revocation", "t::text",
            "people.blacklist", "t::text",
            "people.role_part", "t::text");

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static Site site;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        // Which tier answers is what is looked at here, so a busy machine must not skip one.
        site = Site.lokroom(Map.of("TRIVET_REDIS_DEADLINE", "2s", "TRIVET_GATEWAY_TRUSTED_PROXIES", "127.0.0.0/8"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void withBothRestoredAllIsAsItWas(DatabaseBackup way) throws Exception {
        assumeThat(way.isPossible()).as("a pg_dump that knows this server").isTrue();
        JsonNode staying = signIn();
        JsonNode leaver = signIn();
        JsonNode withdrawn = signIn();
        cache(11);
        assertThat(ask("POST", "/api/auth/logout", leaver)).isEqualTo(204);
        withdraw(withdrawn);

        Path data = dataDirectory();
        RedisBackup redis = RedisBackup.of(site.stack().redis(), folder.resolve("redis.rdb"));
        way.save(site.stack().postgres(), data, folder.resolve("database"));
        Map<String, String> truth = truth();

        // A bad day: changes that were a mistake, and then nothing is left.
        cacheAnew(99);
        JsonNode latecomer = signIn();
        try (Connection database = database();
                var statement = database.createStatement()) {
            statement.execute("truncate content.item, people.account cascade");
        }
        try (Jedis jedis = site.stack().redis().connect()) {
            jedis.flushAll();
        }

        stopServices();
        way.restore(site.stack().postgres(), data, folder.resolve("database"));
        assertThat(truth()).isEqualTo(truth);
        redis.restore(site.stack().redis());
        startServices();

        assertThat(truth()).isEqualTo(truth);
        assertThat(capacity()).isEqualTo(11);
        assertThat(standing(staying)).isEqualTo(200);
        assertThat(standing(leaver)).isEqualTo(401);
        assertThat(standing(withdrawn)).isEqualTo(401);
        assertThat(standing(latecomer)).isEqualTo(401);
        assertThat(refresh(staying)).isEqualTo(200);
        assertThat(refresh(leaver)).isEqualTo(401);
        assertThat(refresh(latecomer)).isEqualTo(401);
        awaitHit(LISTING);
        assertThat(capacity()).isEqualTo(11);
    }

    /** It has answers from before changes, and calls sessions live that have ended since. */
    @Test
    void anOldRedisBringsNothingBackThatHasChangedSince() throws Exception {
        JsonNode staying = signIn();
        JsonNode leaver = signIn();
        JsonNode withdrawn = signIn();
        cache(21);
        awaitHit(GONE);
        RedisBackup redis = RedisBackup.of(site.stack().redis(), folder.resolve("redis.rdb"));

        cacheAnew(22);
        JsonNode owner = signIn("admin@example.org");
        assertThat(ask("DELETE", GONE, owner)).isEqualTo(204);
        assertThat(ask("POST", "/api/auth/logout", leaver)).isEqualTo(204);
        withdraw(withdrawn);
        redis.restore(site.stack().redis());
        assertThat(redisSays(leaver)).as("otherwise nothing is tested").isEqualTo(SessionHash.LIVE);

        assertNothingOldComesBack(leaver, withdrawn, staying);
        awaitHit(LISTING);
        assertThat(capacity()).isEqualTo(22);

        // Nor does a gateway believe it that has heard of nothing yet, or an api-service.
        redis.restore(site.stack().redis());
        stopServices();
        startServices();
        assertNothingOldComesBack(leaver, withdrawn, staying);
    }

    private static void assertNothingOldComesBack(JsonNode leaver, JsonNode withdrawn, JsonNode staying) {
        always(() -> {
            assertThat(capacity()).isEqualTo(22);
            assertThat(site.get(GONE, headers(null)).status()).isEqualTo(404);
            assertThat(standing(leaver)).isEqualTo(401);
            assertThat(standing(withdrawn)).isEqualTo(401);
            assertThat(standing(staying)).isEqualTo(200);
        });
    }

    /**
     * An older PostgreSQL is the truth now, and Redis knows of what never was. So Redis is emptied; and whoever cannot live
     * with sign-outs undone ends all sessions.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withAnOlderPostgresAndAnEmptyRedisNothingNewerIsBelieved(boolean endingSessions) throws Exception {
        JsonNode staying = signIn();
        JsonNode leaver = signIn();
        cache(31);
        Path data = dataDirectory();
        DatabaseBackup.COLD_COPY.save(site.stack().postgres(), data, folder.resolve("database"));
        await().until(() -> standing(staying) == 200);

        cacheAnew(32);
        JsonNode latecomer = signIn();
        assertThat(standing(latecomer)).isEqualTo(200);
        assertThat(ask("POST", "/api/auth/logout", leaver)).isEqualTo(204);

        stopServices();
        DatabaseBackup.COLD_COPY.restore(site.stack().postgres(), data, folder.resolve("database"));
        try (Jedis jedis = site.stack().redis().connect()) {
            jedis.flushAll();
        }
        if (endingSessions) {
            try (Connection database = database();
                    var statement = database.createStatement()) {
                statement.execute("update people.session set ended_at = now(), end_reason = 'restored'"
                        + " where ended_at is null");
            }
        }
        startServices();

        always(() -> {
            assertThat(capacity()).isEqualTo(31);
            assertThat(standing(latecomer)).isEqualTo(401);
            assertThat(standing(staying)).isEqualTo(endingSessions ? 401 : 200);
            // His sign-out is among what PostgreSQL has forgotten.
            assertThat(standing(leaver)).isEqualTo(endingSessions ? 401 : 200);
        });
        assertThat(refresh(latecomer)).isEqualTo(401);
        assertThat(refresh(leaver)).isEqualTo(endingSessions ? 401 : 200);
    }

    /** From the first request on. */
    private static void always(Runnable assertions) {
        long over = System.nanoTime() + LONG_ENOUGH_FOR_ANYTHING_TO_COME_BACK.toNanos();
        do {
            assertions.run();
        } while (System.nanoTime() < over);
    }

    private static void stopServices() {
        Stack stack = site.stack();
        List.of(stack.gateway(), stack.content(), stack.people()).forEach(Service::close);
    }

    private static void startServices() {
        Stack stack = site.stack();
        List.of(stack.gateway(), stack.content(), stack.people()).forEach(Service::start);
        stack.awaitReady(line -> {});
    }

    /** Gives the listing a capacity, and sees to it that an answer with it is cached. */
    private static void cache(int capacity) {
        assertThat(site.send("PATCH", LISTING, Map.of("capacity", capacity), headers(signIn("admin@example.org")))
                        .status())
                .isEqualTo(200);
        awaitHit(LISTING);
        assertThat(capacity()).isEqualTo(capacity);
    }

    private static void cacheAnew(int capacity) {
        assertThat(capacity()).isNotEqualTo(capacity);
        cache(capacity);
    }

    private static void awaitHit(String path) {
        await().until(() -> "HIT".equals(site.get(path, headers(null)).header("X-Cache")));
    }

    private static int capacity() {
        return site.get(LISTING, headers(null)).json().get("capacity").asInt();
    }

    private static JsonNode signIn() {
        return signIn("user@example.org");
    }

    private static JsonNode signIn(String email) {
        return site.send(
                        "POST",
                        "/api/auth/login",
                        Map.of("email", email, "password", "only-for-development"),
                        headers(null))
                .json();
    }

    private static void withdraw(JsonNode somebody) {
        String token = claims(somebody).get("jti").asString();
        assertThat(ask("POST", "/api/auth/admin/blacklist/" + token, signIn("admin@example.org")))
                .isEqualTo(201);
    }

    /** What the gateway makes of somebody's access token: api-service believes every good one. */
    private static int standing(JsonNode somebody) {
        return ask("GET", "/api/amenities", somebody);
    }

    private static int refresh(JsonNode somebody) {
        Map<String, String> token =
                Map.of("refreshToken", somebody.get("refreshToken").asString());
        return site.send("POST", "/api/auth/refresh", token, headers(null)).status();
    }

    private static int ask(String method, String path, JsonNode somebody) {
        return site.send(method, path, null, headers(somebody)).status();
    }

    /** From somewhere else each time, so that no limit is reached. */
    private static String[] headers(JsonNode somebody) {
        int nth = ADDRESSES.incrementAndGet();
        String address = "10.0." + (nth >> 8 & 255) + "." + (nth & 255);
        return somebody == null
                ? new String[] {"X-Forwarded-For", address}
                : new String[] {"X-Forwarded-For", address, "Authorization", Site.bearer(somebody)[1]};
    }

    private static JsonNode claims(JsonNode somebody) {
        String payload = somebody.get("accessToken").asString().split("\\.")[1];
        return JsonMapper.shared().readTree(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    /** What Redis has of somebody's session. */
    private static String redisSays(JsonNode somebody) {
        JsonNode claims = claims(somebody);
        try (Jedis jedis = site.stack().redis().connect()) {
            return jedis.hget(
                    "lokroom:s:{" + claims.get("sub").asString() + "}",
                    SessionHash.session(UUID.fromString(claims.get("sid").asString())));
        }
    }

    /** Of each table how many rows there are, and a digest of what is in them. */
    private static Map<String, String> truth() throws SQLException {
        Map<String, String> truth = new TreeMap<>();
        try (Connection database = database();
                var statement = database.createStatement()) {
            for (var table : TRUTH.entrySet()) {
                String row = table.getValue();
                try (var rows = statement.executeQuery("select count(*) || ' ' || coalesce(md5(string_agg(" + row
                        + ", ',' order by " + row + ")), '') from " + table.getKey() + " t")) {
                    rows.next();
                    truth.put(table.getKey(), rows.getString(1));
                }
            }
        }
        return truth;
    }

    private static Path dataDirectory() throws SQLException {
        try (Connection database = database();
                var statement = database.createStatement();
                var rows = statement.executeQuery("show data_directory")) {
            rows.next();
            return Path.of(rows.getString(1));
        }
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                site.stack().postgres().url().replaceFirst("//.*@", "//").replaceFirst("^", "jdbc:")
                        + "?user=postgres&password=postgres");
    }
}
