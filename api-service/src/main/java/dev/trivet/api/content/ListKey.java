package dev.trivet.api.content;

import dev.trivet.api.cache.CacheKey;

import java.time.Duration;
import java.util.List;

/** The key of one page of a list. */
record ListKey(Type contentType, ListQuery query) implements CacheKey {

    @Override
    public String type() {
        return contentType.name();
    }

    @Override
    public String name() {
        return "list:" + query.canonical() + "@" + contentType.fingerprint();
    }

    @Override
    public List<String> tags() {
        return Tags.ofList(type());
    }

    @Override
    public Duration ttl() {
        return contentType.spec().ttl().list();
    }
}
