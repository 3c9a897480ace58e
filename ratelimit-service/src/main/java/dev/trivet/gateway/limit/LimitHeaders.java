package dev.trivet.gateway.limit;

import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Tells a client how it stands: the widespread {@code X-RateLimit-*} fields for the tightest limit, and the fields of
 * draft-ietf-httpapi-ratelimit-headers-10 for all.
 *
 * <p>An upstream may have limits of its own, and its client is to hear of them. The draft's fields are lists, so both stand
 * there; of the others the tighter wins.
 */
@Singleton
public class LimitHeaders {

    private static final String LIMIT = "X-RateLimit-Limit";
    private static final String REMAINING = "X-RateLimit-Remaining";
    private static final String RESET = "X-RateLimit-Reset";
    private static final String POLICY = "RateLimit-Policy";
    private static final String STATE = "RateLimit";
    private static final long SECOND = 1_000_000;

    private final boolean draft;

    LimitHeaders(LimitConfig config) {
        this.draft = config.headers();
    }

    /**
     * Adds what limits say to an answer.
     *
     * @param headers the answer's, with what an upstream has said
     */
    public void merge(Decision decision, MultiMap headers) {
        decision.tightest().ifPresent(tightest -> {
            if (remaining(headers) >= tightest.remaining()) {
                headers.set(LIMIT, Integer.toString(tightest.rule().capacity()));
                headers.set(REMAINING, Integer.toString(tightest.remaining()));
                headers.set(RESET, Long.toString(seconds(tightest.resetMicros())));
            }
            if (draft) {
                add(headers, POLICY, decision.verdicts(), LimitHeaders::policy);
                add(headers, STATE, decision.verdicts(), LimitHeaders::state);
            }
        });
    }

    /** What an upstream says that remains; very much when it says nothing that can be understood. */
    private static long remaining(MultiMap headers) {
        List<String> said = headers.getAll(REMAINING);
        String value = said.size() == 1 ? said.get(0).strip() : "";
        return headers.contains(LIMIT) && value.matches("[0-9]{1,15}") ? Long.parseLong(value) : Long.MAX_VALUE;
    }

    private static void add(
            MultiMap headers, String field, List<Verdict> verdicts, BiConsumer<Verdict, StringBuilder> item) {
        StringBuilder all = new StringBuilder();
        for (Verdict verdict : verdicts) {
            item.accept(verdict, all.isEmpty() ? all : all.append(", "));
        }
        // A field of which any line is wrong counts as none (RFC 9651 section 4.2): an upstream's would take ours with
        // it.
        for (String line : headers.getAll(field)) {
            if (PolicyList.isOne(line)) {
                all.append(", ").append(line.strip());
            }
        }
        headers.set(field, all.toString());
    }

    private static void policy(Verdict verdict, StringBuilder text) {
        Rule rule = verdict.rule();
        named(rule, text).append(";q=").append(rule.capacity()).append(";w=").append(seconds(rule.period()));
    }

    private static void state(Verdict verdict, StringBuilder text) {
        long until = verdict.allowed() ? verdict.resetMicros() : verdict.retryMicros();
        named(verdict.rule(), text)
                .append(";r=")
                .append(verdict.remaining())
                .append(";t=")
                .append(seconds(until));
    }

    private static StringBuilder named(Rule rule, StringBuilder text) {
        return text.append('"').append(rule.name()).append('"');
    }

    static long seconds(long micros) {
        return (micros + SECOND - 1) / SECOND;
    }
}
