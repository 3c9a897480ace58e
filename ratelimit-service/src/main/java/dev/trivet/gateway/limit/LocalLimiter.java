package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.trivet.common.pack.Limit.Algorithm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits decided in memory: what a gateway goes on with while Redis is away, and the plain reading of what the Lua
 * scripts do.
 *
 * <p>Decisions are made one at a time. That is slow only in theory: a decision takes less than a microsecond.
 */
final class LocalLimiter {

    /** Counted in what a sliding limit can remember at most, so that all of them together take some 40 MB. */
    private static final long MOST_TIMES = 4_000_000;

    private static final int LEAST_WEIGHT = 32;
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    private final Cache<String, State> states = Caffeine.newBuilder()
            .maximumWeight(MOST_TIMES)
            .weigher((String name, State state) -> state.weight)
            .expireAfterAccess(LONGEST_WINDOW)
            .build();

    /** What one limit knows of one subject. */
    private static final class State {

        private final Counter counter;
        private final int weight;
        private long blockedUntil;

        private State(Rule rule) {
            counter = Counter.of(rule);
            weight = LEAST_WEIGHT + (rule.algorithm() == Algorithm.SLIDING ? rule.limit() : 0);
        }
    }

    /** One limit before anything is counted. */
    private record Look(Match match, State state, boolean fits, boolean blocked) {

        boolean admitted() {
            return fits && !blocked;
        }

        Spent spend(long now) {
            return new Spent(match, state.counter.spend(match.rule(), match.cost(), now), true);
        }

        /** Whoever exceeds a limit that blocks is blocked from then on, and not for longer by trying again. */
        Verdict tell(long now) {
            Verdict verdict = state.counter.tell(match.rule(), match.cost(), now, fits);
            if (match.rule().block() == 0 || admitted()) {
                return verdict;
            }
            if (!blocked) {
                state.blockedUntil = now + Math.max(match.rule().block(), verdict.retryMicros());
            }
            return verdict.blockedFor(state.blockedUntil - now);
        }
    }

    /** What was decided, and what it has cost. */
    record Outcome(List<Verdict> verdicts, List<Spent> spent) {}

    /**
     * Decides all limits of a request at once: it counts under all of them if none that is enforced refuses it. Each that is
     * only a shadow admits or refuses for itself.
     *
     * @param now microseconds of any clock that never goes back
     */
    synchronized Outcome decide(List<Match> matches, long now) {
        List<Look> looks = new ArrayList<>();
        boolean all = true;
        for (Match match : matches) {
            State state = states.get(name(match), key -> new State(match.rule()));
            Look look = new Look(
                    match,
                    state,
                    state.counter.admits(match.rule(), match.cost(), now),
                    match.rule().block() > 0 && state.blockedUntil > now);
            looks.add(look);
            all &= look.admitted() || match.rule().shadow();
        }
        List<Verdict> verdicts = new ArrayList<>();
        List<Spent> spent = new ArrayList<>();
        for (Look look : looks) {
            if (all && look.admitted()) {
                spent.add(look.spend(now));
            }
            verdicts.add(look.tell(now));
        }
        return new Outcome(verdicts, spent);
    }

    /**
     * Counts what Redis has admitted. When Redis is away a moment later, a client goes on from where he stood, and has not
     * everything before him once more.
     */
    synchronized void note(Match match, long now) {
        State state = states.get(name(match), key -> new State(match.rule()));
        // Asked for what has run out by now to be forgotten.
        state.counter.admits(match.rule(), match.cost(), now);
        state.counter.spend(match.rule(), match.cost(), now);
    }

    synchronized void giveBack(Spent spent, long now) {
        State state = states.getIfPresent(name(spent.match()));
        if (state != null) {
            state.counter.giveBack(spent.match().rule(), spent.match().cost(), spent.receipt(), now);
        }
    }

    private static String name(Match match) {
        return match.rule().name() + ":" + match.rule().algorithm() + ":" + match.subject();
    }
}
