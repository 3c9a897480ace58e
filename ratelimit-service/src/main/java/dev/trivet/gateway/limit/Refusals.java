package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Refusals that still hold. Until the time that a limit has named nothing can change its mind, so who comes back earlier
 * is refused here, and an attacker's flood costs Redis nothing.
 */
final class Refusals {

    private static final int MOST = 100_000;

    private final Ticker ticker;
    private final Cache<Match, Refusal> held;

    Refusals(Ticker ticker) {
        this.ticker = ticker;
        this.held = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(ticker)
                .expireAfter(Expiry.creating((Match match, Refusal refusal) ->
                        java.time.Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(refusal.verdict.retryMicros()))))
                .build();
    }

    private record Refusal(Verdict verdict, long atNanos) {}

    /** The refusals that a request runs into, with what is left of their time. */
    List<Verdict> of(List<Match> matches) {
        return matches.stream()
                .map(held::getIfPresent)
                .filter(java.util.Objects::nonNull)
                .map(this::asOfNow)
                .toList();
    }

    void remember(List<Match> matches, List<Verdict> verdicts) {
        for (int i = 0; i < matches.size(); i++) {
            if (!verdicts.get(i).allowed()) {
                held.put(matches.get(i), new Refusal(verdicts.get(i), ticker.read()));
            }
        }
    }

    private Verdict asOfNow(Refusal refusal) {
        long passed = TimeUnit.NANOSECONDS.toMicros(ticker.read() - refusal.atNanos);
        Verdict verdict = refusal.verdict;
        return new Verdict(
                verdict.rule(),
                false,
                verdict.remaining(),
                Math.max(1, verdict.resetMicros() - passed),
                Math.max(1, verdict.retryMicros() - passed));
    }
}
