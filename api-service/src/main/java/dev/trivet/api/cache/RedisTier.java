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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The cache's part in Redis: answers, generations and leases, each step one script. */
@Singleton
class RedisTier {

    private static final Script READ = Script.beside(RedisTier.class, "read.lua");
    private static final Script FILL = Script.beside(RedisTier.class, "fill.lua");
    private static final Script HOLD = Script.beside(RedisTier.class, "hold.lua");

    /** Longer than any answer is kept. */
    private static final long INDEX_MILLIS = Duration.ofDays(7).toMillis();

    /**
     * Life of a generation that no stored answer has yet: long enough for a load. One that an answer has lives
     * little longer than the answer, so that made-up ids do not pile up.
     */
    private static final long YOUNG_GENERATION_MILLIS = 20_000;

    /** A loader that died is waited for this long; one that lives renews its lease. */
    static final long LEASE_MILLIS = 3_000;

    private final RedisLinks redis;
    private final RedisKeys keys;
    private final long budget;

    RedisTier(RedisLinks redis, RedisKeys keys, CacheConfig config) {
        this.redis = redis;
        this.keys = keys;
        this.budget = config.redis().asLongValue();
    }

    /**
     * What Redis knows of a key.
     *
     * @param generations of its tags, then of its guards, at present
     * @param entry what is stored, if nothing that it depends on has changed
     * @param leased whether whoever asked is the one to load it
     */
    record Found(List<Long> generations, Optional<Entry> entry, boolean leased) {}

    /**
     * Reads an answer that shows nothing but itself, if it is there, current and fresh by this process' clock. A plain
     * command costs Redis a third of what a script does, and hits are what there is most of.
     */
    Future<Optional<Entry>> peek(CacheKey key) {
        Request get = Request.cmd(Command.MGET).arg(keys.cached(key.fullName()));
        key.tags().forEach(tag -> get.arg(keys.generation(tag)));
        return redis.send(get).map(found -> {
            if (found.get(0) == null) {
                return Optional.empty();
            }
            List<Long> generations = new ArrayList<>();
            for (int i = 1; i < found.size(); i++) {
                if (found.get(i) == null) {
                    return Optional.empty();
                }
                generations.add(found.get(i).toLong());
            }
            return StoredAnswer.parse(found.get(0).toBytes(), System.currentTimeMillis())
                    .filter(entry -> entry.answer().shown().isEmpty()
                            && entry.generations().equals(generations)
                            && entry.answer().ageMillis() < entry.lifeMillis());
        });
    }

    /**
     * Reads an answer, and asks for the lease when there is none or it is past its time.
     *
     * @param token who asks
     * @param early whether to ask for the lease although the answer is fresh
     */
    Future<Found> read(CacheKey key, String token, boolean early) {
        List<Object> args = List.of(
                key.tags().size(), keys.generations(), YOUNG_GENERATION_MILLIS, token, LEASE_MILLIS, early ? 1 : 0);
        return READ.run(redis, names(key, List.of()), args).map(RedisTier::found);
    }

    /**
     * Stores an answer and gives the lease back.
     *
     * @param before the generations as {@link Found} had them before the answer was loaded
     * @return the entry, or nothing when something that it depends on has changed meanwhile
     */
    Future<Optional<Entry>> fill(
            CacheKey key, String token, Rendered answer, List<Long> before, Duration life, Duration keep, long cost) {
        List<Object> args = new ArrayList<>(List.of(
                token,
                key.tags().size(),
                keys.generations(),
                INDEX_MILLIS,
                life.toMillis(),
                keep.toMillis(),
                cost,
                key.isEndless() || answer.isAbsent() ? budget / 4 : budget - budget / 4,
                String.join(" ", answer.shown()),
                Buffer.buffer(Entry.payload(answer))));
        args.addAll(before);
        boolean endless = key.isEndless() || answer.isAbsent();
        List<String> books = List.of(keys.cacheIndex(endless), keys.cacheSizes(endless));
        return FILL.run(redis, names(key, books), args).map(shown -> {
            if (shown == null) {
                return Optional.empty();
            }
            List<Long> generations =
                    new ArrayList<>(before.subList(0, key.tags().size()));
            shown.forEach(generation -> generations.add(generation.toLong()));
            return Optional.of(new Entry(answer, generations, life.toMillis(), cost));
        });
    }

    /** Keeps a lease while a load goes on. */
    void renew(CacheKey key, String token) {
        HOLD.run(redis, List.of(keys.lease(key.fullName())), List.of(token, LEASE_MILLIS));
    }

    /** Gives a lease back without an answer. */
    void release(CacheKey key, String token) {
        HOLD.run(redis, List.of(keys.lease(key.fullName())), List.of(token, 0));
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

    private List<String> names(CacheKey key, List<String> books) {
        List<String> names = new ArrayList<>();
        names.add(keys.cached(key.fullName()));
        names.add(keys.lease(key.fullName()));
        names.addAll(books);
        key.tags().forEach(tag -> names.add(keys.generation(tag)));
        key.guards().forEach(tag -> names.add(keys.generation(tag)));
        return names;
    }

    private static Found found(Response reply) {
        List<Long> generations = StreamSupport.stream(reply.get(0).spliterator(), false)
                .map(Response::toLong)
                .toList();
        Response stored = reply.get(1);
        return new Found(
                generations,
                stored == null ? Optional.empty() : entry(stored),
                reply.get(2).toInteger() == 1);
    }

    private static Optional<Entry> entry(Response stored) {
        String shown = stored.get(3).toString();
        List<Long> generations = Arrays.stream(stored.get(4).toString().split(" "))
                .map(Long::valueOf)
                .toList();
        return Entry.answer(
                        stored.get(5).toBytes(),
                        Entry.words(shown),
                        stored.get(2).toLong())
                .map(answer -> new Entry(
                        answer,
                        generations,
                        stored.get(0).toLong(),
                        stored.get(1).toLong()));
    }
}
