package dev.trivet.api.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What this process knows of the tags' generations without asking Redis.
 *
 * <p>Redis tells of every change, but on another connection than the one that answers questions, so an answer may arrive
 * after the news that outdates it. Hence the tickets: whoever asks takes one before, and what Redis then answers is kept
 * only for tags of which no news has come since.
 */
final class Generations {

    private static final int MOST_KNOWN = 200_000;
    private static final int STRIPES = 4_096;
    /** Redis gives a sign of life three times a second. */
    private static final long SIGN_GOOD_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    private final Cache<String, Long> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();
    private final AtomicLong news = new AtomicLong();
    /** The number of the last news of the tags that fall on each stripe. */
    private final AtomicLongArray lastNews = new AtomicLongArray(STRIPES);

    private final AtomicLong turns = new AtomicLong();
    private volatile boolean connected;
    private volatile boolean told;
    private volatile long signNanos;

    /** The generations of the tags; null unless all are known and Redis' news are being heard. */
    List<Long> of(List<String> tags) {
        if (!isHearing()) {
            return null;
        }
        List<Long> generations = new ArrayList<>(tags.size());
        for (String tag : tags) {
            Long generation = known.getIfPresent(tag);
            if (generation == null) {
                return null;
            }
            generations.add(generation);
        }
        return generations;
    }

    /** How much has been heard so far. */
    long ticket() {
        return news.get();
    }

    /** Keeps what Redis answered of tags, except where something was heard since the ticket was taken. */
    void learn(List<String> tags, List<Long> generations, long ticket) {
        for (int i = 0; i < tags.size(); i++) {
            Long generation = generations.get(i);
            known.asMap().compute(tags.get(i), (tag, old) -> lastNews.get(stripe(tag)) <= ticket ? generation : old);
        }
    }

    /** A tag has changed: to what, must be asked. */
    void forget(String tag) {
        lastNews.set(stripe(tag), news.incrementAndGet());
        known.invalidate(tag);
    }

    /** Anything may have changed. */
    void forgetAll() {
        long now = news.incrementAndGet();
        for (int i = 0; i < STRIPES; i++) {
            lastNews.set(i, now);
        }
        known.invalidateAll();
    }

    /**
     * The connection on which news come is there.
     *
     * @param tells whether Redis tells of changes on it; it must be told of nothing while it does not
     */
    void connected(boolean tells) {
        turns.incrementAndGet();
        alive();
        forgetAll();
        connected = true;
        told = tells;
    }

    /** The connection on which news come is gone, and with it what was told meanwhile. */
    void lost() {
        turns.incrementAndGet();
        connected = false;
        told = false;
        forgetAll();
    }

    /** Redis has given a sign of life. */
    void alive() {
        signNanos = System.nanoTime();
    }

    /**
     * Whether Redis' news are being heard; while they are not, nothing here counts. The clock has a say too: a process
     * that was stopped wakes up with questions and news at its door, in any order.
     */
    boolean isHearing() {
        return told && System.nanoTime() - signNanos < SIGN_GOOD_FOR_NANOS;
    }

    /** How often the connection has come and gone, and nothing while it is gone. */
    OptionalLong turn() {
        return connected ? OptionalLong.of(turns.get()) : OptionalLong.empty();
    }

    private static int stripe(String tag) {
        return Math.floorMod(tag.hashCode(), STRIPES);
    }
}
