package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import java.util.List;

class DecisionTest {

    private static final Verdict WIDE = new Verdict(rule("api", 100), true, 99, 60_000_000, 0);
    private static final Verdict NARROW = new Verdict(rule("login", 5), true, 4, 60_000_000, 0);
    private static final Verdict REFUSED = new Verdict(rule("login", 5), false, 0, 30_000_001, 12_000_001);

    @Test
    void theTightestLimitIsTheOneWithLeastLeft() {
        assertThat(Decision.of(List.of(WIDE, NARROW)).tightest()).contains(NARROW);
        assertThat(Decision.of(List.of(WIDE, REFUSED)).tightest()).contains(REFUSED);
    }

    @Test
    void theTimeToRetryIsRoundedUpSoThatItHolds() {
        assertThat(Decision.of(List.of(REFUSED)).retryAfterSeconds()).isEqualTo(13);
    }

    @Test
    void oneRefusalRefuses() {
        assertThat(Decision.of(List.of(WIDE, NARROW)).allowed()).isTrue();
        assertThat(Decision.of(List.of(WIDE, REFUSED)).allowed()).isFalse();
        assertThat(Decision.UNAVAILABLE.allowed()).isFalse();
    }

    @Test
    void headersTellOfTheTightestAndOfAll() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();

        LimitHeaders.write(Decision.of(List.of(WIDE, REFUSED)), headers);

        assertThat(headers.get("X-RateLimit-Limit")).isEqualTo("5");
        assertThat(headers.get("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(headers.get("X-RateLimit-Reset")).isEqualTo("31");
        assertThat(headers.get("RateLimit-Policy")).isEqualTo("\"api\";q=100;w=60, \"login\";q=5;w=60");
        assertThat(headers.get("RateLimit")).isEqualTo("\"api\";r=99;t=60, \"login\";r=0;t=13");
    }

    private static Rule rule(String name, int limit) {
        return new Rule(name, Algorithm.SLIDING, limit, 60_000_000, OnRedisFailure.LOCAL);
    }
}
