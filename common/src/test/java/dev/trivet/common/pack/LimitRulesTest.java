package dev.trivet.common.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trivet.common.pack.Limit.Key;
import dev.trivet.common.pack.Limit.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

/** What a pack says about limits, right and wrong. */
class LimitRulesTest {

    private static final String HEAD = """
            site: tiny
            keyPrefix: "tiny:"
            paths: { api: /api, auth: /api/auth }
            roles: { member: {} }
            types: { notes: { access: { read: [anyone] }, fields: { title: { type: string } } } }
            limits:
            """;

    @Test
    void everythingALimitCanSayIsUnderstood() {
        Limit limit = limit("""
                  all:
                    path: "{api}/**"
                    methods: [GET, POST]
                    key: [address, user, session, "header:X-Api-Key", endpoint]
                    algorithm: gcra
                    limit: 60
                    window: 1m
                    burst: 10
                    cost: { "{api}/search/**": 5, "{api}/**": 2 }
                    block: 1h
                    shadow: true
                    counts: [401, 403]
                    onRedisFailure: closed
                """);

        assertThat(limit.key())
                .extracting(Key::part)
                .containsExactly(Part.ADDRESS, Part.USER, Part.SESSION, Part.HEADER, Part.ENDPOINT);
        assertThat(limit.key().get(3).header()).isEqualTo("X-Api-Key");
        assertThat(limit.capacity()).isEqualTo(10);
        assertThat(limit.cost()).containsExactly(Map.entry("{api}/search/**", 5), Map.entry("{api}/**", 2));
        assertThat(limit.block()).isEqualTo(Duration.ofHours(1));
        assertThat(limit.shadow()).isTrue();
        assertThat(limit.counts()).containsExactly(401, 403);
    }

    @Test
    void aLimitForServicesAloneNeedsNoPath() {
        Limit limit = limit("  all: { limit: 5, window: 1h, block: 2h }");

        assertThat(limit.path()).isNull();
        assertThat(limit.key()).isEmpty();
        assertThat(limit.shadow()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            path: /a, key: [address], limit: 5, window: 8d | .window: may be 7d at most
            path: /a, key: [address], limit: 5, window: 1h, block: 8d | .block: may be 7d at most
            path: /a, key: [address], limit: 1001, window: 1h | .limit: a sliding limit may be 1000 at most; use "algorithm: gcra" or "window"
            path: /a, key: [address], limit: 5, window: 1h, burst: 2 | .burst: only "algorithm: gcra" has a burst of its own; set that, or remove it
            path: /a, key: [address], limit: 5, window: 7d, algorithm: gcra, burst: 6 | .burst: takes longer than 7d to come back at this rate; lower it
            path: /a, key: [address], limit: 5, window: 1h, cost: { /a: 6 } | .cost./a: costs 6, and no more than 5 are ever admitted at once, so it would always be refused; lower the cost or raise the limit
            path: /a, key: [address], limit: 5, window: 1h, algorithm: gcra, burst: 2, cost: { /a: 3 } | .cost./a: costs 3, and no more than 2 are ever admitted at once, so it would always be refused; lower the cost or raise the burst
            path: /a, key: [address], limit: 5, window: 1h, cost: { /**/a: 2 } | .cost./**/a: ** may only end a path
            path: /**/a, key: [address], limit: 5, window: 1h | .path: ** may only end a path
            path: /a, limit: 5, window: 1h | : "key" is missing; say who is counted, such as "key: [address]"
            key: [address], limit: 5, window: 1h | : without a path it counts no requests
            path: /a, key: [adress], limit: 5, window: 1h | .key.0: "adress" tells nobody apart; write address, user, session, endpoint, or header: and a header's name
            path: /a, key: ["header:"], limit: 5, window: 1h | .key.0: "header:" tells nobody apart
            path: /a, key: [address], limit: 5, window: 1h, shadow: maybe | .shadow: must be true or false
            """)
    void aMistakeIsToldWithItsLineAndTheFix(String limit, String told) {
        String text = HEAD + "  all: { " + limit + " }\n";

        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.parse("tiny.yaml", text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problems())
                .extracting(PackProblem::toString)
                .anyMatch(line -> line.startsWith("tiny.yaml:7: limits.all" + told));
    }

    private static Limit limit(String text) {
        return PackLoader.parse("tiny.yaml", HEAD + text).limits().get("all");
    }
}
