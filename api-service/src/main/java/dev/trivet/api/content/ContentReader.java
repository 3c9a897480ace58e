package dev.trivet.api.content;

import dev.trivet.api.cache.Rendered;
import io.quarkus.cache.CacheKey;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.UUID;

/** Reads content, through the cache wherever the answer is the same for everybody. */
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
        return page(key.contentType(), key.query(), null);
    }

    /** The caller's own items: never cached, for they are nobody else's business. */
    Uni<Rendered> ownList(Type type, ListQuery query, UUID owner) {
        return page(type, query, owner);
    }

    private Uni<Rendered> page(Type type, ListQuery query, UUID owner) {
        return items.list(type.name(), query, owner).map(found -> {
            boolean more = found.size() > query.limit();
            List<Item> page = more ? found.subList(0, query.limit()) : found;
            Item last = more ? page.get(page.size() - 1) : null;
            return Renderer.page(type, page, more ? new Cursor(last.createdAt(), last.id()) : null);
        });
    }
}
