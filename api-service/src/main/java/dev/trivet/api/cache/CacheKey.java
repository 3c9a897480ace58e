package dev.trivet.api.cache;

import java.util.List;

/** The key of a cached answer, which also says how the answer is to be cached. */
public interface CacheKey {

    /** The content type that it is an answer about. */
    String type();

    /** What tells it from other answers about the type, as it stands in Redis after the type. */
    String name();

    /** What it depends on whatever it shows: a change to any of these drops it. */
    List<String> tags();

    /** What must not change while it is loaded, beside its tags; later changes to these do not drop it. */
    default List<String> guards() {
        return List.of();
    }

    /** How long it is kept when nothing changes. */
    CacheTimes times();

    /** Whether there is no end of such keys, as with free words: they share a smaller part of Redis among themselves. */
    default boolean isEndless() {
        return false;
    }

    /** The whole name, by which one process tells it from all others. */
    default String fullName() {
        return type() + ":" + name();
    }
}
