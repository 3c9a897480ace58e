package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Refusals that still hold. Until the time that a limit has named nothing can change its mind, so who comes back earlier
 * is refused here, and an attacker's flood costs Redis nothing.
 *
 * <p>Where something may be given back the limit can change its mind earlier. Then a refusal is held for a second: a flood
 * still costs next to nothing, and nobody waits in vain for longer than that. A block is not lifted by what is given back.
 */
final class Refusals {

    private static final int MOST = 100_000;
    private static final long BRIEFLY_MICROS = 1_000_000;

    private final Ticker ticker;
    private final boolean mayChange;
    private final Cache<Match, Refusal> held;

    /**
     * @param mayChange whether any limit may get something back, and not only those that give back what does not count
     */
    Refusals(Ticker ticker, boolean mayChange) {
        this.ticker = ticker;
        this.mayChange = mayChange;
        this.held = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(ticker)
                .expireAfter(Expiry.creating((Match match, Refusal refusal) ->
                        Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(refusal.heldMicros))))
                .build();
    }

    private record Refusal(Verdict verdict, long heldMicros, long atNanos) {}

    /** The refusals that a request runs into, with what is left of their time. */
    List<Verdict> of(List<Match> matches) {
        List<Verdict> met = new ArrayList<>();
        for (Match match : matches) {
            Refusal refusal = held.getIfPresent(match);
            if (refusal != null) {
                met.add(asOfNow(refusal));
            }
        }
        return met;
    }

    /** What Redis says, but for those limits under which a refusal still holds. */
    List<Verdict> overrule(List<Match> matches, List<Verdict> verdicts) {
        List<Verdict> told = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            Refusal refusal = held.getIfPresent(matches.get(i));
            told.add(refusal == null ? verdicts.get(i) : asOfNow(refusal));
        }
        return told;
    }

    void remember(List<Match> matches, List<Verdict> verdicts) {
        for (int i = 0; i < matches.size(); i++) {
            Verdict verdict = verdicts.get(i);
            if (verdict.refuses()) {
                held.put(matches.get(i), new Refusal(verdict, holds(verdict), ticker.read()));
            }
        }
    }

    private long holds(Verdict verdict) {
        boolean certain = verdict.blocked() || !(mayChange || verdict.rule().givesBack());
        return certain ? verdict.retryMicros() : Math.min(BRIEFLY_MICROS, verdict.retryMicros());
    }

    private Verdict asOfNow(Refusal refusal) {
        long passed = TimeUnit.NANOSECONDS.toMicros(ticker.read() - refusal.atNanos);
        Verdict verdict = refusal.verdict;
        return new Verdict(
                verdict.rule(),
                false,
                verdict.blocked(),
                verdict.remaining(),
                Math.max(1, verdict.resetMicros() - passed),
                Math.max(1, verdict.retryMicros() - passed));
    }
}
