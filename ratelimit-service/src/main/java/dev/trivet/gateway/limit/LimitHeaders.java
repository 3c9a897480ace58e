package dev.trivet.gateway.limit;

import io.vertx.core.MultiMap;

import java.util.stream.Collectors;

/**
 * Tells a client how it stands: the widespread {@code X-RateLimit-*} fields for the tightest limit, and the fields of
 * draft-ietf-httpapi-ratelimit-headers-10 for all.
 */
public final class LimitHeaders {

    private static final long SECOND = 1_000_000;

    private LimitHeaders() {}

    public static void write(Decision decision, MultiMap headers) {
        decision.tightest().ifPresent(tightest -> {
            headers.set("X-RateLimit-Limit", Integer.toString(tightest.rule().limit()));
            headers.set("X-RateLimit-Remaining", Integer.toString(tightest.remaining()));
            headers.set("X-RateLimit-Reset", Long.toString(seconds(tightest.resetMicros())));
            headers.set(
                    "RateLimit-Policy",
                    decision.verdicts().stream().map(LimitHeaders::policy).collect(Collectors.joining(", ")));
            headers.set(
                    "RateLimit",
                    decision.verdicts().stream().map(LimitHeaders::state).collect(Collectors.joining(", ")));
        });
    }

    private static String policy(Verdict verdict) {
        Rule rule = verdict.rule();
        return "\"" + rule.name() + "\";q=" + rule.limit() + ";w=" + seconds(rule.window());
    }

    private static String state(Verdict verdict) {
        long until = verdict.allowed() ? verdict.resetMicros() : verdict.retryMicros();
        return "\"" + verdict.rule().name() + "\";r=" + verdict.remaining() + ";t=" + seconds(until);
    }

    private static long seconds(long micros) {
        return (micros + SECOND - 1) / SECOND;
    }
}
