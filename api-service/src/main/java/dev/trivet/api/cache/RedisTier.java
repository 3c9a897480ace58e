package dev.trivet.api.cache;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.redis.Script;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cache's part in Redis: answers and generations, each step one script. */
@Singleton
class RedisTier {

    private static final Script READ = Script.beside(RedisTier.class, "read.lua");
    private static final Script FILL = Script.beside(RedisTier.class, "fill.lua");

    /** A generation that has expired begins anew, which costs a few misses and nothing else. */
    private static final long GENERATION_MILLIS = Duration.ofDays(7).toMillis();

    private final RedisLinks redis;
    private final RedisKeys keys;

    RedisTier(RedisLinks redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** What Redis holds under a key: an entry, if there is one that can be read, and its tags' present generations. */
    record Found(Optional<Entry> entry, List<Long> generations) {

        /** The entry, if nothing has changed since it was loaded. */
        Optional<Entry> current() {
            return entry.filter(stored -> stored.isOf(generations));
        }
    }

    Future<Found> read(CacheKey key) {
        return READ.run(redis, names(key), List.of(GENERATION_MILLIS)).map(RedisTier::found);
    }

    /** Stores an entry; false when one of its tags has changed meanwhile. */
    Future<Boolean> fill(CacheKey key, Entry entry, Duration ttl) {
        List<Object> args = new ArrayList<>();
        args.add(ttl.toMillis());
        args.add(Buffer.buffer(entry.encode()));
        args.addAll(entry.generations());
        return FILL.run(redis, names(key), args).map(stored -> stored.toInteger() == 1);
    }

    /**
     * Raises the generations of tags, which drops every answer that has one of them: by deleting them, for a missing one
     * begins anew from the clock, and a Redis that is full still deletes.
     */
    Future<Void> raise(List<String> tags) {
        Request delete = Request.cmd(Command.DEL);
        tags.forEach(tag -> delete.arg(keys.generation(tag)));
        return redis.send(delete).mapEmpty();
    }

    private List<String> names(CacheKey key) {
        List<String> names = new ArrayList<>();
        names.add(keys.cached(key.type(), key.name()));
        key.tags().forEach(tag -> names.add(keys.generation(tag)));
        return names;
    }

    private static Found found(Response answer) {
        List<Long> generations = new ArrayList<>();
        for (int i = 1; i < answer.size(); i++) {
            generations.add(answer.get(i).toLong());
        }
        Response stored = answer.get(0);
        return new Found(stored == null ? Optional.empty() : Entry.decode(stored.toBytes()), generations);
    }
}
