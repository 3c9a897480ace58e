package dev.trivet.gateway.limit;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.redis.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The limits decided by Redis, for all gateways together: {@code decide.lua}. */
@Singleton
class RedisLimiter {

    private static final Script DECIDE = Script.beside(RedisLimiter.class, "decide.lua");
    private static final int FIELDS = 4;

    private final RedisLinks redis;
    private final RedisKeys keys;

    RedisLimiter(RedisLinks redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** What Redis decided, and when by its own clock. */
    record Ruling(long nowMicros, List<Verdict> verdicts) {}

    Future<Ruling> decide(List<Match> matches) {
        List<String> names = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        for (Match match : matches) {
            Rule rule = match.rule();
            names.add(key(match));
            args.addAll(List.of(
                    rule.algorithm().name().toLowerCase(Locale.ROOT), rule.limit(), rule.window(), rule.interval()));
        }
        return DECIDE.run(redis, names, args)
                .map(answer -> new Ruling(answer.get(0).toLong(), verdicts(matches, answer)));
    }

    String key(Match match) {
        return keys.limit(match.subject(), match.rule().name());
    }

    private static List<Verdict> verdicts(List<Match> matches, Response answer) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            int at = 1 + i * FIELDS;
            verdicts.add(new Verdict(
                    matches.get(i).rule(),
                    answer.get(at).toInteger() == 1,
                    answer.get(at + 1).toInteger(),
                    answer.get(at + 2).toLong(),
                    answer.get(at + 3).toLong()));
        }
        return verdicts;
    }
}
