package dev.trivet.api.cache;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Recorded invalidations that are not known to have reached Redis, and the tags that they concern. */
final class Pending {

    private final Map<Long, List<String>> tagsById = new ConcurrentHashMap<>();
    private final Map<String, Integer> countByTag = new ConcurrentHashMap<>();

    void add(long id, List<String> tags) {
        tagsById.put(id, tags);
        tags.forEach(tag -> countByTag.merge(tag, 1, Integer::sum));
    }

    /** The invalidation has been carried out; its tags, if it was pending here. */
    List<String> done(long id) {
        List<String> tags = tagsById.remove(id);
        if (tags == null) {
            return List.of();
        }
        tags.forEach(tag -> countByTag.computeIfPresent(tag, (key, count) -> count == 1 ? null : count - 1));
        return tags;
    }

    boolean concerns(List<String> tags) {
        return !countByTag.isEmpty() && tags.stream().anyMatch(countByTag::containsKey);
    }

    Set<Long> ids() {
        return Set.copyOf(tagsById.keySet());
    }
}
