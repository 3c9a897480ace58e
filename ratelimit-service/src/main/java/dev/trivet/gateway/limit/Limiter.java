package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import dev.trivet.common.redis.RedisSettings;
import dev.trivet.gateway.limit.LocalLimiter.Outcome;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

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
    private final boolean apart;
    private final LimitMetrics metrics;
    private final LocalLimiter local = new LocalLimiter();
    private final Refusals refusals;

    @Inject
    Limiter(RedisLimiter redis, LimitConfig config, RedisSettings settings, LimitMetrics metrics) {
        this(redis, config.gateways(), settings.isCluster(), metrics);
        if (config.gateways() < 1) {
            throw new ConfigurationException(
                    "TRIVET_LIMITS_GATEWAYS is " + config.gateways() + "; it must be 1 or more");
        }
    }

    /**
     * @param apart whether limits of different subjects lie in different places, where no script sees them together
     */
    Limiter(RedisLimiter redis, int gateways, boolean apart, LimitMetrics metrics) {
        this.redis = redis;
        this.gateways = gateways;
        this.apart = apart;
        this.metrics = metrics;
        this.refusals = new Refusals(Ticker.systemTicker(), apart);
    }

    /** Never fails: what Redis cannot say is decided here. */
    public Future<Decision> decide(List<Match> matches) {
        if (matches.isEmpty()) {
            return Future.succeededFuture(Decision.UNLIMITED);
        }
        List<Verdict> held = refusals.of(matches);
        if (!held.isEmpty()) {
            held.forEach(verdict -> metrics.came(verdict.rule(), LimitMetrics.Outcome.REMEMBERED));
            return Future.succeededFuture(Decision.of(held));
        }
        return inParts(matches).map(this::settled);
    }

    /** Tells how the limits stand, and counts nothing. Fails while Redis is away. */
    public Future<List<Verdict>> look(List<Match> matches) {
        List<Future<List<Verdict>>> parts = parts(matches).stream()
                .map(part -> redis.look(part).map(ruling -> refusals.overrule(part, ruling.verdicts())))
                .toList();
        return Future.all(parts)
                .map(all ->
                        parts.stream().flatMap(part -> part.result().stream()).toList());
    }

    /**
     * Gives back what does not count after all, by the status of the upstream's answer. To be called once for a decision,
     * and not at all when no answer came: nobody knows then what the upstream has done.
     */
    public void answered(Decision decision, int status) {
        List<Spent> returned = new ArrayList<>();
        for (Spent spent : decision.spent()) {
            Rule rule = spent.match().rule();
            if (rule.givesBack() && !rule.counts().contains(status)) {
                returned.add(spent);
            }
        }
        giveBack(returned);
    }

    /** Asks about limits that lie apart at the same time. */
    private Future<Decision> inParts(List<Match> matches) {
        if (!apart) {
            return ask(matches);
        }
        List<Future<Decision>> parts = parts(matches).stream().map(this::ask).toList();
        return Future.all(parts)
                .map(all ->
                        parts.stream().map(Future::result).reduce(Decision::and).orElseThrow());
    }

    private Collection<List<Match>> parts(List<Match> matches) {
        return apart ? bySubject(matches, Match::subject) : List.of(matches);
    }

    private Future<Decision> ask(List<Match> matches) {
        long started = System.nanoTime();
        return redis.decide(matches)
                .onComplete(answer -> metrics.asked(started))
                .map(ruling -> {
                    refusals.remember(matches, ruling.verdicts());
                    metrics.decided(ruling.verdicts());
                    ruling.spent().forEach(this::note);
                    return Decision.of(ruling.verdicts(), ruling.spent());
                })
                .otherwise(failure -> withoutRedis(matches));
    }

    /** What may be given back is left out: here it would be held against a client whom Redis has forgiven. */
    private void note(Spent spent) {
        Rule rule = spent.match().rule();
        if (rule.onRedisFailure() == OnRedisFailure.LOCAL && !rule.givesBack()) {
            local.note(spent.match(), nowMicros());
        }
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
        if (shared.isEmpty()) {
            return;
        }
        if (!apart) {
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
            switch (rule.onRedisFailure()) {
                case LOCAL ->
                    counted.add(new Match(rule.shareOf(gateways, match.cost()), match.subject(), match.cost()));
                case OPEN -> metrics.came(rule, LimitMetrics.Outcome.OPEN);
                case CLOSED -> {
                    metrics.came(rule, LimitMetrics.Outcome.CLOSED);
                    unavailable |= !rule.shadow();
                }
            }
        }
        if (unavailable) {
            return Decision.UNAVAILABLE;
        }
        Outcome outcome = local.decide(counted, nowMicros());
        metrics.decidedLocally(outcome.verdicts());
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
