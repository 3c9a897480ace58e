package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** PostgreSQL may die too: what is cached is served, the rest says so, and nothing acknowledged is lost. */
class PostgresDiesIT {

    private static Site site;

    @BeforeAll
    static void start() {
        // Which tier answers decides here whether there is an answer, so a busy machine must not skip one.
        site = Site.lokroom(Map.of("TRIVET_REDIS_DEADLINE", "2s"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void cachedReadsGoOnAndTheRestSays503UntilItIsBack() throws IOException {
        String listing = "/api/listings/" + Seed.itemId("lokroom", "listings", 1);
        String uncached = "/api/listings/" + Seed.itemId("lokroom", "listings", 2);
        String[] token = Site.bearer(site.signIn("user@example.org"));
        assertThat(site.send("PATCH", listing, Map.of("capacity", 21), token).status())
                .isEqualTo(200);
        await().until(() -> "HIT".equals(site.get(listing).header("X-Cache")));

        site.stack().postgres().kill();
        try {
            assertThat(site.get(listing, token).status()).isEqualTo(200);
            var refused = site.get(uncached);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.json().get("instance").asString()).isEqualTo(uncached);
            assertThat(site.send("PATCH", listing, Map.of("capacity", 22), token)
                            .status())
                    .isEqualTo(503);
            await().until(() -> site.health().equals("degraded"));
            int management = site.stack().layout().contentHealth();
            assertThat(site.manage(management, "/health/readiness").status()).isEqualTo(200);
            assertThat(site.manage(management, "/health/database").status()).isEqualTo(503);
        } finally {
            site.stack().postgres().start();
        }

        await().atMost(Duration.ofSeconds(5)).until(() -> site.get(uncached).status() == 200);
        assertThat(site.send("PATCH", listing, Map.of("surface", 33), token)
                        .json()
                        .get("capacity")
                        .asInt())
                .isEqualTo(21);
        assertThat(Files.readString(site.stack().content().log())).doesNotContain("\tat ");
    }
}
