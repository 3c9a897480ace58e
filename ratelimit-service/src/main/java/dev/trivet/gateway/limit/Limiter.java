package dev.trivet.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.trivet.common.pack.Limit.OnRedisFailure;
import io.vertx.core.Future;
import jakarta.inject.Singleton;

import java.util.List;

/** Decides whether a request is within the site's limits: from memory if it can, else by Redis, else as each limit says. */
@Singleton
public class Limiter {

    private final RedisLimiter redis;
    private final int gateways;
    private final LocalLimiter local = new LocalLimiter();
    private final Refusals refusals = new Refusals(Ticker.systemTicker());

    Limiter(RedisLimiter redis, LimitConfig config) {
        this.redis = redis;
        this.gateways = config.gateways();
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
        return redis.decide(matches)
                .map(RedisLimiter.Ruling::verdicts)
                .onSuccess(verdicts -> refusals.remember(matches, verdicts))
                .map(Decision::of)
                .otherwise(failure -> withoutRedis(matches));
    }

    private Decision withoutRedis(List<Match> matches) {
        if (matches.stream().anyMatch(match -> match.rule().onRedisFailure() == OnRedisFailure.CLOSED)) {
            return Decision.UNAVAILABLE;
        }
        List<Match> counted = matches.stream()
                .filter(match -> match.rule().onRedisFailure() == OnRedisFailure.LOCAL)
                .map(match -> new Match(match.rule().shareOf(gateways), match.subject()))
                .toList();
        return Decision.of(local.decide(counted, System.nanoTime() / 1_000));
    }
}
