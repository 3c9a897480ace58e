package dev.trivet.api.permission;

import dev.trivet.api.cache.CacheKey;
import dev.trivet.api.cache.CacheTimes;
import dev.trivet.common.permission.PermissionTags;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The key of a user's permissions.
 *
 * @param epoch of the token that was shown: giving a user other roles raises it, so no token that was made after that finds
 *     an answer from before
 */
record PermissionsKey(UUID user, long epoch) implements CacheKey {

    /** No longer than this, whoever is away: an old yes is worse than none. */
    private static final CacheTimes TIMES = CacheTimes.of(Duration.ofMinutes(5));

    @Override
    public String type() {
        return PermissionTags.EVERYBODY;
    }

    @Override
    public String name() {
        return user + "@" + epoch;
    }

    @Override
    public List<String> tags() {
        return List.of("all", PermissionTags.EVERYBODY, PermissionTags.of(user));
    }

    @Override
    public CacheTimes times() {
        return TIMES;
    }
}
