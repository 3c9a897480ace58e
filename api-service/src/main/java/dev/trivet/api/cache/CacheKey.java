package dev.trivet.api.cache;

import java.time.Duration;
import java.util.List;

/** The key of a cached answer, which also says how the answer is to be cached. */
public interface CacheKey {

    /** The content type that it is an answer about. */
    String type();

    /** What tells it from other answers about the type, as it stands in Redis after the type. */
    String name();

    /** What it depends on: a change to any of these drops it. */
    List<String> tags();

    /** How long it is kept when nothing changes. */
    Duration ttl();
}
