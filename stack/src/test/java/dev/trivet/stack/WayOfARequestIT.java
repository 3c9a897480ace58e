package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** A request's whole way: gateway, service, cache, PostgreSQL, and back. */
class WayOfARequestIT {

    private static final Map<String, Object> CHANGED = Map.of(
            "title", "Salle entièrement refaite", "kind", "loft", "city", "Paris", "capacity", 12, "pricePerHour", 40);

    private static Site site;

    @BeforeAll
    static void start() {
        // Which tier answers is asserted here, so a busy machine must not turn a hit into a load.
        site = Site.lokroom(Map.of("TRIVET_REDIS_DEADLINE", "2s"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void aListingIsLoadedOnceAndAChangeByItsOwnerIsSeenAtOnce() {
        String listing = listing(1);
        assertThat(site.get(listing).header("X-Cache")).isEqualTo("MISS");
        var hit = site.get(listing);
        assertThat(hit.header("X-Cache")).isEqualTo("HIT");
        assertThat(site.get(listing, "If-None-Match", hit.header("ETag")).status())
                .isEqualTo(304);

        var put = site.send("PUT", listing, CHANGED, Site.bearer(site.signIn("user@example.org")));

        assertThat(put.status()).isEqualTo(200);
        var fresh = site.get(listing);
        assertThat(fresh.header("X-Cache")).isEqualTo("MISS");
        assertThat(fresh.json().get("title").asString()).isEqualTo("Salle entièrement refaite");
        assertThat(fresh.header("ETag")).isNotEqualTo(hit.header("ETag"));
    }

    @Test
    void whoMayNotWriteIsToldWhy() {
        var nobody = site.send("PUT", listing(2), CHANGED);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("Content-Type")).isEqualTo("application/problem+json");

        var other = site.send("PUT", listing(2), CHANGED, Site.bearer(site.signIn("other@example.org")));
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.json().get("instance").asString()).isEqualTo(listing(2));
    }

    @Test
    void aTokenIsRefusedAtTheGatewayFromSignOutOn() {
        String[] token = Site.bearer(site.signIn("user@example.org"));
        assertThat(site.get("/api/auth/me", token).status()).isEqualTo(200);
        assertThat(site.get(listing(3), token).status()).isEqualTo(200);

        assertThat(site.send("POST", "/api/auth/logout", null, token).status()).isEqualTo(204);

        assertThat(site.get("/api/auth/me", token).status()).isEqualTo(401);
        var refused = site.get(listing(3), token);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().get("type").asString()).endsWith(":invalid-token");
    }

    @Test
    void theLimitAnswers429WithATimeThatHolds() {
        for (int i = 0; i < 100; i++) {
            assertThat(site.get("/api/limited-0").status()).isEqualTo(404);
        }

        var refused = site.get("/api/limited-0");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    }

    /** Here rather than in the service's own tests, where Quarkus answers this in a form of its own. */
    @Test
    void jsonOfAnotherShapeIsAProblemToo() {
        for (Object body : List.of(List.of(), Map.of("refreshToken", List.of()), "x")) {
            var refused = site.send("POST", "/api/auth/refresh", body);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.json().get("instance").asString()).isEqualTo("/api/auth/refresh");
        }
    }

    @Test
    void everyServiceTellsHowItFeels() {
        Layout ports = site.stack().layout();
        for (int port : new int[] {ports.gatewayHealth(), ports.peopleHealth(), ports.contentHealth()}) {
            assertThat(site.manage(port, "/health").json().get("status").asString())
                    .isEqualTo("healthy");
            assertThat(site.manage(port, "/health/redis").status()).isEqualTo(200);
            assertThat(site.manage(port, "/health/liveness").status()).isEqualTo(200);
            assertThat(site.manage(port, "/health/readiness").status()).isEqualTo(200);
            assertThat(site.manage(port, "/health/metrics").response().body()).contains("jvm_");
            assertThat(site.manage(port, "/metrics").response().body()).contains("jvm_");
            assertThat(site.manage(port, "/health/spleen").status()).isEqualTo(404);
        }
        await().until(() -> site.health().equals("healthy"));
        var whole = site.get("/health").json();
        assertThat(whole.get("components").propertyNames())
                .contains("redis", "database", "cache", "sessions", "rate_limit");
    }

    private static String listing(int nth) {
        return "/api/listings/" + Seed.itemId("lokroom", "listings", nth);
    }
}
