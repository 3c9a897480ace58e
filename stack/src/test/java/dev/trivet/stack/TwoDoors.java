package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import dev.trivet.servers.Ports;
import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lok'Room on a Redis from outside, with two gateways before the same services: what is counted or withdrawn at one door
 * must be known at the other, wherever in Redis it stands.
 */
final class TwoDoors implements AutoCloseable {

    static final String LISTING = "/api/listings/" + Seed.itemId("lokroom", "listings", 1);
    private static final String AMENITIES = "/api/amenities";
    private static final Duration SOON = Duration.ofSeconds(10);

    /** So many that each master of a small cluster has some. */
    private static final int CLIENTS = 20;

    private final Site site;
    private final Service second;
    private final int secondPort;
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger edits = new AtomicInteger();

    private TwoDoors(Site site) {
        this.site = site;
        secondPort = Ports.free();
        Path logs = site.stack().gateway().log().resolveSibling("second");
        second = site.stack().gateway().another(secondPort, Ports.free(), logs, Map.of());
    }

    /**
     * Starts a site with two gateways and waits until all of it is ready.
     *
     * @param redis settings that say where Redis is
     */
    static TwoDoors open(String redisUrl, Map<String, String> redis) {
        Map<String, String> settings = new HashMap<>(redis);
        settings.put("TRIVET_GATEWAY_TRUSTED_PROXIES", "127.0.0.1");
        settings.put("TRIVET_LIMITS_GATEWAYS", "2");
        // A busy machine must not turn an exact limit into a local one.
        settings.put("TRIVET_REDIS_DEADLINE", "250ms");
        var doors = new TwoDoors(Site.lokroom(redisUrl, settings));
        try {
            doors.second.start();
            Fleet.awaitReady(doors.second);
            return doors;
        } catch (RuntimeException e) {
            doors.close();
            throw e;
        }
    }

    Site site() {
        return site;
    }

    /** Somebody's token, for the header. */
    String signIn(String email) {
        var answer = at(0, "POST", "/api/auth/login", Map.of("email", email, "password", "only-for-development"), null);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode signedIn = answer.json();
        return "Bearer " + signedIn.get("accessToken").asString();
    }

    /** Asks at one of the doors, as a client that has not been there before. */
    Site.Answer at(int door, String method, String path, Object body, String token) {
        return at(door, newClient(), method, path, body, token);
    }

    private Site.Answer at(int door, String client, String method, String path, Object body, String token) {
        int port = door == 0 ? site.stack().layout().gateway() : secondPort;
        return token == null
                ? site.sendTo(port, method, path, body, "X-Forwarded-For", client)
                : site.sendTo(port, method, path, body, "X-Forwarded-For", client, "Authorization", token);
    }

    private String newClient() {
        int number = clients.incrementAndGet();
        return "100." + (64 + number / 65_536) + "." + number / 256 % 256 + "." + number % 256;
    }

    /** A request's whole way, with what it needs of Redis: cache, changes, limits and sessions. */
    void walk() {
        await().atMost(SOON).until(() -> "HIT".equals(get(0, LISTING).header("X-Cache")));
        String token = signIn("user@example.org");
        edit(token);
        await().atMost(SOON).until(() -> "HIT".equals(get(1, LISTING).header("X-Cache")));
        edit(token);
        assertThat(limitsAreExact()).isTrue();
        aLimitHoldsAcrossBothDoors();
        signInsAreCountedUnderBothTheirLimits();
        assertThat(at(0, "POST", "/api/auth/logout", null, token).status()).isEqualTo(204);
        assertThat(at(0, "GET", AMENITIES, null, token).status()).isEqualTo(401);
        await().atMost(Duration.ofSeconds(1))
                .until(() -> at(1, "GET", AMENITIES, null, token).status() == 401);
        await().atMost(SOON).until(() -> site.health().equals("healthy"));
    }

    private Site.Answer get(int door, String path) {
        return at(door, "GET", path, null, null);
    }

    /** Changes a listing, which whoever asks after that must see. */
    void edit(String token) {
        int capacity = 1 + edits.incrementAndGet() % 50;
        assertThat(at(0, "PATCH", LISTING, Map.of("capacity", capacity), token).status())
                .isEqualTo(200);
        assertThat(get(1, LISTING).json().get("capacity").asInt()).isEqualTo(capacity);
    }

    /** Whether requests of new clients, one at each door, are counted together. */
    boolean limitsAreExact() {
        for (int i = 0; i < CLIENTS; i++) {
            String client = newClient();
            if (remaining(0, client) != 99 || remaining(1, client) != 98) {
                return false;
            }
        }
        return true;
    }

    private int remaining(int door, String client) {
        var answer = at(door, client, "GET", AMENITIES, null, null);
        return Integer.parseInt(answer.header("X-RateLimit-Remaining"));
    }

    private void aLimitHoldsAcrossBothDoors() {
        String client = newClient();
        for (int i = 0; i < 100; i++) {
            assertThat(at(i % 2, client, "GET", "/api/nothing", null, null).status())
                    .isEqualTo(404);
        }
        assertThat(at(0, client, "GET", "/api/nothing", null, null).status()).isEqualTo(429);
        assertThat(at(1, client, "GET", "/api/nothing", null, null).status()).isEqualTo(429);
    }

    /** They are of two subjects, which a cluster keeps in two places: no script sees them together. */
    private void signInsAreCountedUnderBothTheirLimits() {
        String client = newClient();
        String nobody = "nobody-" + client.replace('.', '-') + "@example.org";
        Map<String, String> wrong = Map.of("email", nobody, "password", "not the right one");
        for (int door = 0; door < 2; door++) {
            var answer = at(door, client, "POST", "/api/auth/login", wrong, null);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(9 - door));
        }
    }

    /** One visit of each kind that must go on whatever becomes of Redis. */
    int[] visit(String token) {
        return new int[] {
            get(0, LISTING).status(),
            get(1, AMENITIES).status(),
            at(0, "GET", AMENITIES, null, token).status(),
            at(1, "GET", "/api/auth/me", null, token).status()
        };
    }

    @Override
    public void close() {
        second.close();
        site.close();
    }
}
