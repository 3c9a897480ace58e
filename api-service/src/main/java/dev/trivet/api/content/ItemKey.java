package dev.trivet.api.content;

import dev.trivet.api.cache.CacheKey;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The key of one item. */
record ItemKey(Type contentType, UUID id) implements CacheKey {

    @Override
    public String type() {
        return contentType.name();
    }

    @Override
    public String name() {
        return id + "@" + contentType.fingerprint();
    }

    @Override
    public List<String> tags() {
        return Tags.ofItem(type(), id);
    }

    @Override
    public Duration ttl() {
        return contentType.spec().ttl().item();
    }
}
