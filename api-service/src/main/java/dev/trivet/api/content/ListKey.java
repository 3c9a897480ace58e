package dev.trivet.api.content;

import dev.trivet.api.cache.CacheKey;
import dev.trivet.api.cache.CacheTimes;
import dev.trivet.common.pack.ContentType;

import java.time.Duration;
import java.util.List;

/** The key of one page of a list, as one viewer sees it. */
record ListKey(Type contentType, ListQuery query, Viewer viewer, String name, List<String> tags) implements CacheKey {

    ListKey(Type type, ListQuery query, Viewer viewer) {
        this(
                type,
                query,
                viewer,
                "list:" + query.canonical() + viewer.canonical() + "@" + type.fingerprint(),
                Tags.ofList(type, query, viewer));
    }

    @Override
    public String type() {
        return contentType.name();
    }

    @Override
    public List<String> guards() {
        return List.of(Tags.anyChange(type()));
    }

    @Override
    public CacheTimes times() {
        ContentType.Ttl ttl = contentType.spec().ttl();
        Duration fresh = query.near() != null ? ttl.near() : query.words() != null ? ttl.search() : ttl.list();
        return contentType.times(fresh);
    }

    @Override
    public boolean isEndless() {
        return viewer.user() != null || query.isEndless(contentType);
    }
}
