package dev.trivet.common.cache;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Values of the services' own code in Redis, by names of their own below the site's prefix. Each has a time to live and
 * 1 MB at most.
 *
 * <p>{@link #get(String, Duration, Supplier)} and {@link #writeThrough} never fail because of Redis: they go on without it.
 * The other operations fail with {@link dev.trivet.common.redis.RedisAway} when Redis does not answer, as only the caller
 * knows what to do then. Nothing here is the truth of anything: Redis may be flushed at any time.
 */
@Singleton
public class ValueCache {

    private static final Script RESERVE = Script.beside(ValueCache.class, "reserve.lua");
    private static final Script OCCUPY = Script.beside(ValueCache.class, "occupy.lua");
    private static final Script ADD = Script.beside(ValueCache.class, "add.lua");

    private static final int LARGEST_BYTES = 1 << 20;
    private static final int LONGEST_NAME = 250;
    /** How long a loader that died keeps others from storing what they load. */
    private static final long RESERVED_MILLIS = 5_000;

    private static final int SCANNED_AT_ONCE = 1_000;
    private static final int MOST_SCANS = 10_000;

    private final RedisLinks redis;
    private final RedisKeys keys;

    ValueCache(RedisLinks redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** The value, if there is one. */
    public Uni<Optional<String>> get(String name) {
        return uni(() -> redis.send(Request.cmd(Command.GET).arg(key(name))).map(ValueCache::value));
    }

    /**
     * The value, from the loader if there is none. A value that is set or deleted while the loader runs is not
     * overwritten by what it loads.
     *
     * @param ttl how long a loaded value is kept
     */
    public Uni<String> get(String name, Duration ttl, Supplier<Uni<String>> loader) {
        String key = key(name);
        String token = UUID.randomUUID().toString();
        return uni(() -> RESERVE.run(redis, List.of(key), List.of(token, RESERVED_MILLIS)))
                .map(reply -> new Place(
                        Optional.ofNullable(reply.get(0)).map(Response::toString),
                        reply.get(1).toInteger() == 1))
                .onFailure()
                .recoverWithItem(new Place(Optional.empty(), false))
                .chain(place -> place.value()
                        .map(value -> Uni.createFrom().item(value))
                        .orElseGet(() -> place.reserved()
                                ? loader.get()
                                        .call(value -> occupy(key, token, ttl, value))
                                        .onFailure()
                                        .call(failure -> occupy(key, token, Duration.ZERO, ""))
                                : loader.get()));
    }

    private record Place(Optional<String> value, boolean reserved) {}

    /** Sets a value, whatever was there. */
    public Uni<Void> set(String name, String value, Duration ttl) {
        return uni(() -> redis.send(setting(name, value, ttl))).replaceWithVoid();
    }

    /**
     * Writes the truth, then sets the value that it came to. Where Redis does not answer, the value that it has may be an
     * older one until it expires.
     *
     * @param write writes, and says the value after that
     */
    public Uni<String> writeThrough(String name, Duration ttl, Supplier<Uni<String>> write) {
        return write.get().call(value -> set(name, value, ttl).onFailure().recoverWithNull());
    }

    /** Deletes values; how many there were. */
    public Uni<Long> delete(Collection<String> names) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        return uni(() -> unlink(names.stream().map(this::key).toList()));
    }

    /**
     * Deletes the values whose names match a pattern, as SCAN's MATCH. Looks through all of Redis a little at a time.
     *
     * @return how many there were
     */
    public Uni<Long> deleteMatching(String pattern) {
        return uni(() -> scan(escaped(keys.value("")) + pattern, "0", 0, 0));
    }

    /**
     * Adds to a number, which begins at nought.
     *
     * @param by how much; less than nought to take away
     * @param ttl its life from the first addition on
     * @return the number after that
     */
    public Uni<Long> increment(String name, long by, Duration ttl) {
        return uni(() -> ADD.run(redis, List.of(key(name)), List.of(by, ttl.toMillis())))
                .map(Response::toLong);
    }

    /** Takes from a number, as {@link #increment} adds. */
    public Uni<Long> decrement(String name, long by, Duration ttl) {
        return increment(name, -by, ttl);
    }

    public Uni<Boolean> exists(String name) {
        return get(name).map(Optional::isPresent);
    }

    /** How long a value still lives, if there is one. */
    public Uni<Optional<Duration>> ttl(String name) {
        return uni(() -> redis.send(Request.cmd(Command.PTTL).arg(key(name))))
                .map(millis -> millis.toLong() < 0
                        ? Optional.<Duration>empty()
                        : Optional.of(Duration.ofMillis(millis.toLong())));
    }

    /** Those of the values that there are, in one round trip. */
    public Uni<Map<String, String>> getAll(Collection<String> names) {
        List<String> asked = List.copyOf(names);
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Request get = Request.cmd(Command.MGET);
        asked.forEach(name -> get.arg(key(name)));
        return uni(() -> redis.send(get)).map(values -> {
            Map<String, String> found = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                String name = asked.get(i);
                value(values.get(i)).ifPresent(value -> found.put(name, value));
            }
            return found;
        });
    }

    /** Sets several values, in one round trip. */
    public Uni<Void> setAll(Map<String, String> values, Duration ttl) {
        List<Request> requests = new ArrayList<>();
        values.forEach((name, value) -> requests.add(setting(name, value, ttl)));
        return uni(() -> Future.join(requests.stream().map(redis::send).toList()))
                .replaceWithVoid();
    }

    private Uni<Void> occupy(String key, String token, Duration ttl, String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > LARGEST_BYTES) {
            return occupy(key, token, Duration.ZERO, "");
        }
        return uni(() -> OCCUPY.run(redis, List.of(key), List.of(token, ttl.toMillis(), value)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private Request setting(String name, String value, Duration ttl) {
        if (value.getBytes(StandardCharsets.UTF_8).length > LARGEST_BYTES) {
            throw new IllegalArgumentException("values may have 1 MB at most: " + name);
        }
        return Request.cmd(Command.SET).arg(key(name)).arg(value).arg("PX").arg(ttl.toMillis());
    }

    private Future<Long> scan(String match, String from, int scans, long deleted) {
        Request scan = Request.cmd(Command.SCAN)
                .arg(from)
                .arg("MATCH")
                .arg(match)
                .arg("COUNT")
                .arg(SCANNED_AT_ONCE);
        return redis.send(scan).compose(reply -> {
            String next = reply.get(0).toString();
            List<String> found = new ArrayList<>();
            reply.get(1).forEach(key -> found.add(key.toString()));
            Future<Long> gone = found.isEmpty() ? Future.succeededFuture(0L) : unlink(found);
            return gone.compose(count -> next.equals("0") || scans >= MOST_SCANS
                    ? Future.succeededFuture(deleted + count)
                    : scan(match, next, scans + 1, deleted + count));
        });
    }

    private Future<Long> unlink(List<String> full) {
        Request unlink = Request.cmd(Command.UNLINK);
        full.forEach(unlink::arg);
        return redis.send(unlink).map(Response::toLong);
    }

    private String key(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("names must have 1 to " + LONGEST_NAME + " characters: " + name);
        }
        return keys.value(name);
    }

    /** A place that is only reserved is no value. */
    private static Optional<String> value(Response stored) {
        return Optional.ofNullable(stored).map(Response::toString).filter(text -> !text.startsWith("\0"));
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> asked) {
        return Uni.createFrom().completionStage(() -> asked.get().toCompletionStage());
    }
}
