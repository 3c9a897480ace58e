package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits decided in memory: what a gateway goes on with while Redis is away, and the plain reading of what the Lua
 * script does.
 *
 * <p>Decisions are made one at a time. That is slow only in theory: a decision takes less than a microsecond.
 */
final class LocalLimiter {

    private static final int MOST_SUBJECTS = 100_000;
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    private final Cache<String, Counter> counters = Caffeine.newBuilder()
            .maximumSize(MOST_SUBJECTS)
            .expireAfterAccess(LONGEST_WINDOW)
            .build();

    /**
     * Decides all limits of a request at once.
     *
     * @param now microseconds of any clock that never goes back
     */
    synchronized List<Verdict> decide(List<Match> matches, long now) {
        List<Counter> counters = new ArrayList<>();
        boolean all = true;
        for (Match match : matches) {
            Counter counter =
                    this.counters.get(match.rule().name() + ":" + match.subject(), key -> Counter.of(match.rule()));
            counters.add(counter);
            all &= counter.admits(now);
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Counter counter : counters) {
            boolean admitted = counter.admits(now);
            if (all) {
                counter.spend(now);
            }
            verdicts.add(counter.tell(now, admitted));
        }
        return verdicts;
    }
}
