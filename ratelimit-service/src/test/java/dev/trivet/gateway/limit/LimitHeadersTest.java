package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;

class LimitHeadersTest {

    private static final Verdict WIDE = new Verdict(rule("api", 100), true, 99, 60_000_000, 0);
    private static final Verdict REFUSED = new Verdict(rule("login", 5), false, 0, 30_000_001, 12_000_001);

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void theTightestAndAllAreTold() {
        merge(true, WIDE, REFUSED);

        assertThat(headers.get("X-RateLimit-Limit")).isEqualTo("5");
        assertThat(headers.get("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(headers.get("X-RateLimit-Reset")).isEqualTo("31");
        assertThat(headers.get("RateLimit-Policy")).isEqualTo("\"api\";q=100;w=60, \"login\";q=5;w=60");
        assertThat(headers.get("RateLimit")).isEqualTo("\"api\";r=99;t=60, \"login\";r=0;t=13");
    }

    @Test
    void theDraftsFieldsCanBeTurnedOff() {
        merge(false, WIDE);

        assertThat(headers.names())
                .containsExactlyInAnyOrder("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    }

    /** Ten a second with thirty at once: thirty come back in three seconds. */
    @Test
    void aBurstIsToldWithTheTimeInWhichItComesBack() {
        var rule = new Rule("even", Algorithm.GCRA, 600, 60_000_000, 30, 0, false, Set.of(), OnRedisFailure.LOCAL);
        merge(true, new Verdict(rule, true, 29, 100_000, 0));

        assertThat(headers.get("RateLimit-Policy")).isEqualTo("\"even\";q=30;w=3");
        assertThat(headers.get("X-RateLimit-Limit")).isEqualTo("30");
    }

    @Test
    void anUpstreamsPoliciesStandBesideOurs() {
        headers.add("RateLimit-Policy", "\"shop\";q=10;w=1;pk=:cHsdsRa894==:, \"day\";q=9;qu=\"content-bytes\"");
        headers.add("RateLimit", "\"shop\";r=1;t=1");
        headers.add("RateLimit", "\"day\";r=4");

        merge(true, WIDE);

        assertThat(headers.getAll("RateLimit-Policy"))
                .containsExactly("\"api\";q=100;w=60, \"shop\";q=10;w=1;pk=:cHsdsRa894==:, "
                        + "\"day\";q=9;qu=\"content-bytes\"");
        assertThat(headers.getAll("RateLimit")).containsExactly("\"api\";r=99;t=60, \"shop\";r=1;t=1, \"day\";r=4");
    }

    /** A field with a wrong line counts as none, so an upstream's older fields would take ours with them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=100, remaining=50, reset=5",
                "100;w=60",
                "\"shop\";r=",
                "\"shop\";r=1,",
                "\"shop",
                "",
                "\"sh\u00f6p\";r=1",
                "\"shop\";R=1"
            })
    void whatIsNoPolicyListIsLeftOut(String theirs) {
        headers.add("RateLimit", theirs);

        merge(true, WIDE);

        assertThat(headers.getAll("RateLimit")).containsExactly("\"api\";r=99;t=60");
    }

    @Test
    void aLongFieldIsNoTrap() {
        headers.add("RateLimit", "\"a\";r=1, ".repeat(100_000) + "!");
        headers.add("RateLimit", "\"" + "\\\"".repeat(900) + "\";r=1");

        merge(true, WIDE);

        assertThat(headers.getAll("RateLimit")).singleElement().asString().hasSizeLessThan(2_100);
    }

    @ParameterizedTest
    @CsvSource({"50, 10, 10", "50, 98, 98", "50, 99, 99", "500, 300, 99", "50, -1, 99", "50, many, 99"})
    void ofTheWidespreadFieldsTheTighterWins(String limit, String remaining, String told) {
        headers.set("X-RateLimit-Limit", limit);
        headers.set("X-RateLimit-Remaining", remaining);
        headers.set("X-RateLimit-Reset", "7");

        merge(true, WIDE);

        boolean theirs = told.equals(remaining) && !told.equals("99");
        assertThat(headers.getAll("X-RateLimit-Remaining")).containsExactly(told);
        assertThat(headers.getAll("X-RateLimit-Limit")).containsExactly(theirs ? limit : "100");
        assertThat(headers.getAll("X-RateLimit-Reset")).containsExactly(theirs ? "7" : "60");
    }

    private void merge(boolean draft, Verdict... verdicts) {
        new LimitHeaders(new LimitConfig() {
                    @Override
                    public int gateways() {
                        return 1;
                    }

                    @Override
                    public boolean headers() {
                        return draft;
                    }
                })
                .merge(Decision.of(List.of(verdicts)), headers);
    }

    private static Rule rule(String name, int limit) {
        return new Rule(name, Algorithm.SLIDING, limit, 60_000_000, OnRedisFailure.LOCAL);
    }
}
