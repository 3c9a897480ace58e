package dev.trivet.api.permission;

import dev.trivet.api.cache.Rendered;
import dev.trivet.common.permission.RemotePermissions;
import io.quarkus.cache.CacheKey;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads users' permissions through the cache. */
@ApplicationScoped
class PermissionReader {

    private final RemotePermissions remote;

    PermissionReader(RemotePermissions remote) {
        this.remote = remote;
    }

    @CacheResult(cacheName = "permissions")
    Uni<Rendered> read(@CacheKey PermissionsKey key) {
        return Uni.createFrom()
                .completionStage(() -> remote.find(key.user()).toCompletionStage())
                .map(found -> found.map(Rendered::of).orElseGet(Rendered::absent));
    }
}
