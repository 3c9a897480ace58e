package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Map;

/** Redis may die: the site goes on without it, and takes it up again by itself. */
class RedisDiesIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    private static Site site;

    /** Ways in which a Redis goes away and comes back. */
    enum Death {
        KILLED {
            @Override
            void strike() {
                site.stack().redis().kill();
            }

            @Override
            void heal() {
                site.stack().redis().start();
            }
        },
        HUNG {
            @Override
            void strike() {
                site.stack().redis().pause();
            }

            @Override
            void heal() {
                site.stack().redis().resume();
            }
        };

        abstract void strike();

        abstract void heal();
    }

    @BeforeAll
    static void start() {
        site = Site.lokroom(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsWritesAndSignInGoOnAndTheCacheComesBack(Death death) {
        String listing = "/api/listings/" + Seed.itemId("lokroom", "listings", 1);
        String[] token = Site.bearer(site.signIn("user@example.org"));
        await().atMost(SOON).until(() -> "HIT".equals(site.get(listing).header("X-Cache")));

        death.strike();
        try {
            assertThat(site.get(listing, token).status()).isEqualTo(200);
            assertThat(site.get("/api/amenities").status()).isEqualTo(200);
            assertThat(site.send("PATCH", listing, Map.of("capacity", 7), token).status())
                    .isEqualTo(200);
            assertThat(site.get(listing).json().get("capacity").asInt()).isEqualTo(7);
            String[] another = Site.bearer(site.signIn("user@example.org"));
            assertThat(site.get("/api/auth/me", another).status()).isEqualTo(200);
            Layout ports = site.stack().layout();
            assertThat(site.manage(ports.contentHealth(), "/health/liveness").status())
                    .isEqualTo(200);
            assertThat(site.manage(ports.contentHealth(), "/health/readiness").status())
                    .isEqualTo(200);
            await().atMost(SOON).until(() -> site.health().equals("degraded"));
        } finally {
            death.heal();
        }

        await().atMost(SOON).until(() -> "HIT".equals(site.get(listing).header("X-Cache")));
        assertThat(site.get(listing).json().get("capacity").asInt()).isEqualTo(7);
        await().atMost(SOON).until(() -> "healthy"
                .equals(site.get("/health").json().get("status").asString()));
        assertThat(site.send("PATCH", listing, Map.of("capacity", 8), token).status())
                .isEqualTo(200);
        assertThat(site.get(listing).json().get("capacity").asInt()).isEqualTo(8);
    }

    @Test
    void aSignOutWhileRedisIsHungHoldsWhenItIsBack() {
        String[] token = Site.bearer(site.signIn("other@example.org"));
        assertThat(site.get("/api/auth/me", token).status()).isEqualTo(200);

        site.stack().redis().pause();
        try {
            assertThat(site.send("POST", "/api/auth/logout", null, token).status())
                    .isEqualTo(204);
        } finally {
            site.stack().redis().resume();
        }

        // The hash in Redis may still call the session live; the journal knows better within a second.
        await().atMost(Duration.ofSeconds(1))
                .until(() -> site.get("/api/amenities", token).status() == 401);
        assertThat(site.get("/api/amenities", token).status()).isEqualTo(401);
    }
}
