package dev.trivet.api.content;

import dev.trivet.api.cache.Rendered;
import io.quarkus.cache.CacheKey;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads content through the cache. Who may see an answer is decided by who asks for it, not here. */
@ApplicationScoped
class ContentReader {

    private final Items items;

    ContentReader(Items items) {
        this.items = items;
    }

    @CacheResult(cacheName = "item")
    Uni<Rendered> item(@CacheKey ItemKey key) {
        return items.find(key.type(), key.id()).map(found -> found.map(item -> Renderer.item(key.contentType(), item))
                .orElseGet(Rendered::absent));
    }

    @CacheResult(cacheName = "list")
    Uni<Rendered> list(@CacheKey ListKey key) {
        return items.list(key.contentType(), key.query(), key.viewer())
                .map(page -> Renderer.page(key.contentType(), key.query(), page));
    }
}
