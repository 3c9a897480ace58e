package dev.trivet.api.health;

import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.redis.RedisTrial;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import java.util.Map;

/** {@code {api}/health/redis}: whether Redis takes reads and writes, for sites whose clients ask. Content is served either way. */
@Path(PublicPaths.CONTENT + "/health/redis")
class RedisHealthResource {

    private final RedisTrial redis;

    RedisHealthResource(RedisTrial redis) {
        this.redis = redis;
    }

    @GET
    public Uni<Response> get() {
        return Uni.createFrom()
                .completionStage(() -> redis.run().toCompletionStage())
                .map(taken -> true)
                .onFailure()
                .recoverWithItem(false)
                .map(up -> Response.status(up ? 200 : 503)
                        .entity(Map.of("status", up ? "healthy" : "unhealthy", "checks", Map.of("redis", up)))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header("Cache-Control", "no-store")
                        .build());
    }
}
