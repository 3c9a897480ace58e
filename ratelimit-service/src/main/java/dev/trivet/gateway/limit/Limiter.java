package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import dev.trivet.gateway.limit.LocalLimiter.Outcome;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides whether a request is within the site's limits: from memory if it can, else by Redis, else as each limit says. */
@Singleton
public class Limiter {

    private static final long STARTED_NANOS = System.nanoTime();

    private final RedisLimiter redis;
    private final int gateways;
    private final boolean cluster;
    private final LocalLimiter local = new LocalLimiter();
    private final Refusals refusals;

    /**
     * @param redisType {@code cluster} where one script can only see the keys of one slot
     */
    Limiter(
            RedisLimiter redis,
            LimitConfig config,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String redisType) {
        this.redis = redis;
        this.gateways = config.gateways();
        this.cluster = redisType.equalsIgnoreCase("cluster");
        this.refusals = new Refusals(Ticker.systemTicker(), cluster);
    }

    /** Never fails: what Redis cannot say is decided here. */
    public Future<Decision> decide(List<Match> matches) {
        if (matches.isEmpty()) {
            return Future.succeededFuture(Decision.UNLIMITED);
        }
        List<Verdict> held = refusals.of(matches);
        if (!held.isEmpty()) {
            return Future.succeededFuture(Decision.of(held));
        }
        return apart(matches, this::ask).map(this::settled);
    }

    /**
     * Gives back what does not count after all, by the status of the upstream's answer. To be called once for a decision,
     * and not at all when no answer came: nobody knows then what the upstream has done.
     */
    public void answered(Decision decision, int status) {
        List<Spent> returned = decision.spent().stream()
                .filter(spent -> spent.match().rule().givesBack())
                .filter(spent -> !spent.match().rule().counts().contains(status))
                .toList();
        giveBack(returned);
    }

    /** Asks about limits of different subjects at the same time, where they lie in different places. */
    private Future<Decision> apart(List<Match> matches, Function<List<Match>, Future<Decision>> question) {
        if (!cluster) {
            return question.apply(matches);
        }
        List<Future<Decision>> parts =
                bySubject(matches, Match::subject).stream().map(question).toList();
        return Future.all(parts)
                .map(all ->
                        parts.stream().map(Future::result).reduce(Decision::and).orElseThrow());
    }

    private Future<Decision> ask(List<Match> matches) {
        return redis.decide(matches)
                .onSuccess(ruling -> refusals.remember(matches, ruling.verdicts()))
                .map(ruling -> Decision.of(ruling.verdicts(), ruling.spent()))
                .otherwise(failure -> withoutRedis(matches));
    }

    /** All or nothing: what limits elsewhere have counted of a request that is refused goes back. */
    private Decision settled(Decision decision) {
        if (decision.allowed() || decision.spent().isEmpty()) {
            return decision;
        }
        giveBack(decision.spent());
        return decision.givenBack();
    }

    private void giveBack(List<Spent> spent) {
        List<Spent> shared = new ArrayList<>();
        for (Spent one : spent) {
            if (one.local()) {
                local.giveBack(one, nowMicros());
            } else {
                shared.add(one);
            }
        }
        if (!shared.isEmpty() && !cluster) {
            redis.giveBack(shared);
        } else {
            bySubject(shared, one -> one.match().subject()).forEach(redis::giveBack);
        }
    }

    private Decision withoutRedis(List<Match> matches) {
        List<Match> counted = new ArrayList<>();
        boolean unavailable = false;
        for (Match match : matches) {
            Rule rule = match.rule();
            unavailable |= !rule.shadow() && rule.onRedisFailure() == OnRedisFailure.CLOSED;
            if (rule.onRedisFailure() == OnRedisFailure.LOCAL) {
                counted.add(new Match(rule.shareOf(gateways, match.cost()), match.subject(), match.cost()));
            }
        }
        if (unavailable) {
            return Decision.UNAVAILABLE;
        }
        Outcome outcome = local.decide(counted, nowMicros());
        return Decision.of(outcome.verdicts(), outcome.spent());
    }

    private static long nowMicros() {
        return (System.nanoTime() - STARTED_NANOS) / 1_000;
    }

    private static <T> Collection<List<T>> bySubject(List<T> all, Function<T, String> subject) {
        Map<String, List<T>> groups =
                all.stream().collect(Collectors.groupingBy(subject, LinkedHashMap::new, Collectors.toList()));
        return groups.values();
    }
}
