package dev.trivet.session.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is over goes, in bounded batches that an index finds, and nothing else. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CleanUpTest {

    private static final int OVER = 20_000;
    private static final int KEPT = 10_000;
    private static final String SITE = "cleaned";
    private static final Pattern SCAN = Pattern.compile("\"Node Type\" ?: ?\"([^\"]* Scan)\"");

    /** Of each kind, columns and values; {@code at} is a moment that is over for the first rows and to come for the rest. */
    private static final Map<String, String> ROWS = Map.of(
            "revocation", "(site, account_id, forget_at) select '%s', gen_random_uuid(), at",
            "blacklist", "(site, token_id, reason, forget_at) select '%s', n::text, 'test', at",
            "session",
                    "(id, account_id, site, expires_at, absolute_at)"
                            + " select gen_random_uuid(), (select id from account where site = '%s'), '', at - interval '1 day', at",
            "confirmation",
                    "(id, site, purpose, email, token_hash, expires_at)"
                            + " select gen_random_uuid(), '%s', 'reset', '', n::text, at - interval '1 day'",
            "audit", "(site, action, at) select '%s', 'test', at - interval '1 year'");

    @Inject
    People people;

    @Inject
    CleanUp cleanUp;

    @Test
    void whatIsOverGoesByAnIndexAndInBatches() {
        people.rows(
                "insert into account (id, site, email, name, password_hash, roles) values ($1, $2, '', '', '', '{}')",
                UUID.randomUUID(),
                SITE);
        ROWS.forEach((table, rows) -> {
            people.rows("insert into " + table + " " + rows.formatted(SITE)
                    + " from (select n, now() + (case when n > " + KEPT + " then -1 else 1 end) * (n + 60000)"
                    + " * interval '1 second' as at from generate_series(1, " + (OVER + KEPT) + ") n) rows");
            people.rows("analyze " + table);
        });

        for (String delete : CleanUp.OVER) {
            String plan = ((JsonArray) people.rows("explain (format json) " + delete)
                            .get(0)
                            .getJson(0))
                    .encode();
            Matcher scan = SCAN.matcher(plan);
            assertThat(plan).contains("\"Limit\"");
            assertThat(scan.results().map(found -> found.group(1)))
                    .as(delete + "\n" + plan)
                    .isNotEmpty()
                    .doesNotContain("Seq Scan");
            assertThat(people.rows(delete + " returning 1")).hasSize(1_000);
        }

        cleanUp.run().await().atMost(Duration.ofMinutes(1));

        ROWS.keySet().forEach(table -> assertThat(people.rows("select 1 from " + table
                        + (table.equals("session") ? " where site = ''" : " where site = '" + SITE + "'")))
                .as(table)
                .hasSize(KEPT));
        people.rows("delete from account where site = $1", SITE);
        ROWS.keySet().forEach(table -> people.rows("delete from " + table + " where site = $1", SITE));
    }
}
