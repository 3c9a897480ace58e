package dev.trivet.gateway.quota;

import dev.trivet.gateway.limit.Rule;
import dev.trivet.gateway.limit.Verdict;
import io.vertx.core.json.JsonObject;

/** How somebody stands under one limit, as clients are told. Times are in seconds, rounded up. */
public final class Quota {

    private static final long SECOND = 1_000_000;

    private Quota() {}

    public static JsonObject json(Verdict verdict) {
        return json(verdict.rule())
                .put("allowed", verdict.allowed())
                .put("remaining", verdict.remaining())
                .put("reset", seconds(verdict.resetMicros()))
                .put("retryAfter", seconds(verdict.retryMicros()));
    }

    /** Where nobody counts: a shadow refuses nothing, and neither does a limit that is open while Redis is away. */
    static JsonObject uncounted(Rule rule) {
        return json(rule)
                .put("allowed", true)
                .put("remaining", rule.capacity())
                .put("reset", 0)
                .put("retryAfter", 0);
    }

    private static JsonObject json(Rule rule) {
        return new JsonObject()
                .put("name", rule.name())
                .put("limit", rule.capacity())
                .put("window", seconds(rule.period()))
                .put("shadow", rule.shadow());
    }

    private static long seconds(long micros) {
        return (micros + SECOND - 1) / SECOND;
    }
}
