package dev.trivet.api.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What this process knows of the tags' generations without asking Redis.
 *
 * <p>Redis tells of every change, but on another connection than the one that answers questions, so an answer may arrive
 * after the news that outdates it. Hence the tickets: whoever asks takes one before, and what Redis then answers is kept
 * only if no news of those tags has come since.
 */
final class Generations {

    private static final int MOST_KNOWN = 200_000;
    private static final int STRIPES = 1_024;

    private final Cache<String, Long> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();
    private final AtomicLongArray news = new AtomicLongArray(STRIPES);
    private volatile boolean told;

    /** The generations of the tags; null unless all are known and Redis' news are being heard. */
    List<Long> of(List<String> tags) {
        if (!told) {
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

    /** How much has been heard of the tags so far. */
    long[] ticket(List<String> tags) {
        return tags.stream().mapToLong(tag -> news.get(stripe(tag))).toArray();
    }

    /** Keeps what Redis answered, unless something was heard since the ticket was taken. */
    void learn(List<String> tags, List<Long> generations, long[] ticket) {
        for (int i = 0; i < ticket.length; i++) {
            String tag = tags.get(i);
            long taken = ticket[i];
            long generation = generations.get(i);
            known.asMap().compute(tag, (key, old) -> news.get(stripe(tag)) == taken ? Long.valueOf(generation) : old);
        }
    }

    /** A tag has changed: to what, must be asked. */
    void forget(String tag) {
        news.incrementAndGet(stripe(tag));
        known.invalidate(tag);
    }

    /** Anything may have changed. */
    void forgetAll() {
        for (int i = 0; i < STRIPES; i++) {
            news.incrementAndGet(i);
        }
        known.invalidateAll();
    }

    /** Whether Redis' news are being heard. While they are not, nothing here counts. */
    void told(boolean now) {
        if (now != told) {
            forgetAll();
            told = now;
        }
    }

    boolean told() {
        return told;
    }

    private static int stripe(String tag) {
        return Math.floorMod(tag.hashCode(), STRIPES);
    }
}
