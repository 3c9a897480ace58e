package dev.trivet.api.cache;

import dev.trivet.api.cache.CacheCounts.Count;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Suggestion;
import dev.trivet.common.permission.PermissionTags;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What administrators see of the cache and do to it. Everything is bounded, and confined to the site's own keys. */
@Singleton
class CacheAdmin {

    private static final Script PURGE = Script.beside(CacheAdmin.class, "purge.lua");
    private static final int BATCH = 500;
    private static final int MOST_BATCHES = 400;
    /** What is cached beside the site's types: its figures, and what people may do. */
    private static final List<String> BESIDE = List.of("stats", PermissionTags.EVERYBODY);

    private final RedisLinks redis;
    private final RedisKeys keys;
    private final CacheCounts counts;
    private final Invalidation invalidation;
    private final Pool pool;
    private final Pack pack;

    CacheAdmin(RedisLinks redis, RedisKeys keys, CacheCounts counts, Invalidation invalidation, Pool pool, Pack pack) {
        this.redis = redis;
        this.keys = keys;
        this.counts = counts;
        this.invalidation = invalidation;
        this.pool = pool;
        this.pack = pack;
    }

    /**
     * The cache of all replicas.
     *
     * @param keys answers in Redis; a few may have ended already
     * @param memory bytes that they take there
     * @param hitRate share of answers that were there, from 0 to 1
     */
    record Stats(long keys, long memory, long hits, long misses, double hitRate, Map<String, Count> types) {}

    /**
     * What a clearing came to.
     *
     * @param dropped the tag that was dropped, which is all that the pattern means or more
     * @param deleted how many answers were deleted from Redis; those that a pattern beyond tags missed are not served
     *     either
     */
    record Cleared(String pattern, String dropped, long deleted) {}

    Uni<Stats> stats() {
        Future<Stats> stats = counts.read().compose(types -> Future.all(
                        size(false), size(true), memory(false), memory(true))
                .map(sizes -> {
                    long hits = types.values().stream().mapToLong(Count::hits).sum();
                    long misses =
                            types.values().stream().mapToLong(Count::misses).sum();
                    return new Stats(
                            sizes.<Long>resultAt(0) + sizes.<Long>resultAt(1),
                            sizes.<Long>resultAt(2) + sizes.<Long>resultAt(3),
                            hits,
                            misses,
                            hits + misses == 0 ? 0 : Math.round(1e4 * hits / (hits + misses)) / 1e4,
                            types);
                }));
        return Uni.createFrom()
                .completionStage(() -> stats.toCompletionStage())
                .onFailure()
                .transform(away -> Problems.unavailable("Redis does not answer; figures are in /metrics", 5));
    }

    /** Drops what matches a pattern of keys, and writes down who did it. */
    Uni<Cleared> clear(UUID actor, String pattern) {
        String tag = tag(pattern);
        return pool.withTransaction(transaction -> invalidation
                        .record(transaction, List.of(tag))
                        .call(recorded -> transaction
                                .preparedQuery("insert into audit (site, actor, action, detail) values"
                                        + " ($1, $2, 'cache:clear', jsonb_build_object('pattern', $3::text))")
                                .execute(Tuple.of(pack.site(), actor, pattern))))
                .call(invalidation::carryOut)
                .chain(() -> purge(pattern))
                .map(deleted -> new Cleared(pattern, tag, deleted));
    }

    /** The tag that covers a pattern: an item's, its type's, or everything. */
    private String tag(String pattern) {
        String[] parts = pattern.split(":", 2);
        if (isGlob(parts[0])) {
            return "all";
        }
        if (!pack.types().containsKey(parts[0]) && !BESIDE.contains(parts[0])) {
            List<String> known = new ArrayList<>(pack.types().keySet());
            known.addAll(BESIDE);
            throw Problems.badRequest(
                    "nothing is cached under \"" + parts[0] + "\"; " + Suggestion.among(known, parts[0]));
        }
        String rest = parts.length == 1 ? "*" : parts[1];
        return rest.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? pattern : parts[0];
    }

    private static boolean isGlob(String text) {
        return text.matches(".*[*?\\[\\\\].*");
    }

    private Uni<Long> purge(String pattern) {
        // An item's key goes on with the fingerprint of its type.
        String match = keys.cached(isGlob(pattern) ? pattern : pattern + "*");
        Future<Long> purged = purge(match, false, "0", 0, 0)
                .compose(some -> purge(match, true, "0", 0, 0).map(more -> some + more));
        return Uni.createFrom()
                .completionStage(purged::toCompletionStage)
                .onFailure()
                .recoverWithItem(0L);
    }

    private Future<Long> purge(String match, boolean endless, String from, int batches, long deleted) {
        List<String> books = List.of(keys.cacheIndex(endless), keys.cacheSizes(endless));
        return PURGE.run(redis, books, List.of(from, match, BATCH)).compose(reply -> {
            String next = reply.get(0).toString();
            long total = deleted + reply.get(1).toLong();
            return next.equals("0") || batches >= MOST_BATCHES
                    ? Future.succeededFuture(total)
                    : purge(match, endless, next, batches + 1, total);
        });
    }

    private Future<Long> size(boolean endless) {
        return redis.send(Request.cmd(Command.ZCARD).arg(keys.cacheIndex(endless)))
                .map(count -> count.toLong());
    }

    private Future<Long> memory(boolean endless) {
        return redis.send(
                        Request.cmd(Command.HGET).arg(keys.cacheSizes(endless)).arg(""))
                .map(bytes -> bytes == null ? 0 : bytes.toLong());
    }
}
