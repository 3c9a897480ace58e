package dev.trivet.api.content;

import dev.trivet.api.cache.CacheKey;
import dev.trivet.api.cache.CacheTimes;

import java.util.List;
import java.util.UUID;

/** The key of one item. */
record ItemKey(Type contentType, UUID id, String name, List<String> tags) implements CacheKey {

    ItemKey(Type type, UUID id) {
        this(type, id, id + "@" + type.fingerprint(), Tags.ofItem(type.name(), id));
    }

    @Override
    public String type() {
        return contentType.name();
    }

    @Override
    public CacheTimes times() {
        return contentType.times(contentType.spec().ttl().item());
    }
}
