package dev.trivet.gateway.limit;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.pack.Limit.Algorithm;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.redis.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The limits decided by Redis, for all gateways together: {@code decide.lua} and {@code give_back.lua}. */
@Singleton
class RedisLimiter {

    private static final Script DECIDE = Script.beside(RedisLimiter.class, "decide.lua");
    private static final Script GIVE_BACK = Script.beside(RedisLimiter.class, "give_back.lua");
    private static final int FIELDS = 5;
    private static final int ADMITTED = 1;
    private static final int BLOCKED = 2;
    private static final int NAME = 8;
    private static final int DIGITS = 36;

    private final RedisLinks redis;
    private final RedisKeys keys;
    private final SubjectHash subjects;
    private final String process = UUID.randomUUID().toString().substring(0, NAME);
    private final AtomicLong requests = new AtomicLong();

    RedisLimiter(RedisLinks redis, RedisKeys keys, ServiceCredential credential) {
        this.redis = redis;
        this.keys = keys;
        this.subjects = new SubjectHash(credential.derive("subjects of limits").getBytes(StandardCharsets.UTF_8));
    }

    /** What Redis decided, when by its own clock, and what that has cost. */
    record Ruling(long nowMicros, List<Verdict> verdicts, List<Spent> spent) {}

    /** Decides all limits of a request at once, and counts it if none refuses. */
    Future<Ruling> decide(List<Match> matches) {
        return run(matches, true);
    }

    /** Tells how the limits stand, and counts nothing. */
    Future<Ruling> look(List<Match> matches) {
        return run(matches, false);
    }

    /** Gives back what one request has spent. To be called once for it: who does not hear an answer must leave it at that. */
    Future<Long> giveBack(List<Spent> spent) {
        List<String> names = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        for (Spent one : spent) {
            Rule rule = one.match().rule();
            boolean gcra = rule.algorithm() == Algorithm.GCRA;
            names.add(key(one.match()));
            args.add(algorithm(rule));
            args.add(gcra ? one.match().cost() * rule.interval() : one.match().cost());
            args.add(one.receipt());
        }
        return GIVE_BACK.run(redis, names, args).map(Response::toLong);
    }

    String key(Match match) {
        return keys.limit(subjects.of(match.subject()), match.rule().name() + ":" + algorithm(match.rule()));
    }

    String blockKey(Match match) {
        return keys.limit(subjects.of(match.subject()), match.rule().name() + ":block");
    }

    private Future<Ruling> run(List<Match> matches, boolean counting) {
        List<String> names = new ArrayList<>();
        List<Object> args = new ArrayList<>();
        args.add(counting ? 1 : 0);
        args.add(process + Long.toString(requests.incrementAndGet(), DIGITS));
        for (Match match : matches) {
            Rule rule = match.rule();
            names.add(key(match));
            if (rule.block() > 0) {
                names.add(blockKey(match));
            }
            args.add(algorithm(rule));
            args.add(rule.capacity());
            args.add(rule.window());
            args.add(rule.interval());
            args.add(match.cost());
            args.add(rule.block());
            args.add(rule.shadow() ? 1 : 0);
        }
        return DECIDE.run(redis, names, args).map(answer -> read(matches, answer));
    }

    private static Ruling read(List<Match> matches, Response answer) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Spent> spent = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            int at = 1 + i * FIELDS;
            Match match = matches.get(i);
            int said = answer.get(at).toInteger();
            verdicts.add(new Verdict(
                    match.rule(),
                    said == ADMITTED,
                    said == BLOCKED,
                    answer.get(at + 1).toInteger(),
                    answer.get(at + 2).toLong(),
                    answer.get(at + 3).toLong()));
            String receipt = answer.get(at + 4).toString();
            if (!receipt.isEmpty()) {
                spent.add(new Spent(match, receipt, false));
            }
        }
        return new Ruling(answer.get(0).toLong(), verdicts, spent);
    }

    private static String algorithm(Rule rule) {
        return rule.algorithm().name().toLowerCase(Locale.ROOT);
    }
}
