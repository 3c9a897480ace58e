package dev.trivet.api.cache;

import dev.trivet.api.body.Body;
import dev.trivet.api.caller.Callers;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code {api}/cache/stats} and {@code {api}/cache/clear}, for those with the permission {@code cache:admin}. */
@Path(PublicPaths.CONTENT + "/cache")
class CacheResource {

    private static final int LONGEST_PATTERN = 200;
    private static final String EVERYTHING = "*";

    private final Callers callers;
    private final Roles roles;
    private final CacheAdmin admin;

    CacheResource(Callers callers, Roles roles, CacheAdmin admin) {
        this.callers = callers;
        this.roles = roles;
        this.admin = admin;
    }

    @GET
    @Path("/stats")
    public Uni<Response> stats(@HeaderParam("Authorization") String authorization) {
        require(authorization);
        return admin.stats().map(CacheResource::answer);
    }

    @POST
    @Path("/clear")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    public Uni<Response> clear(@HeaderParam("Authorization") String authorization, byte[] body) {
        Caller caller = require(authorization);
        String pattern = body == null || body.length == 0
                ? EVERYTHING
                : Body.object(body).path("pattern").asString(EVERYTHING);
        if (pattern.isEmpty()
                || pattern.length() > LONGEST_PATTERN
                || pattern.chars().anyMatch(c -> c <= ' ')) {
            throw Problems.badRequest("\"pattern\" must be a pattern of keys, such as listings:*");
        }
        return admin.clear(caller.user(), pattern).map(CacheResource::answer);
    }

    private Caller require(String authorization) {
        Caller caller = callers.require(authorization);
        if (!roles.permits(caller.roles(), "cache", "admin")) {
            throw Problems.forbidden("this needs the permission cache:admin");
        }
        return caller;
    }

    private static Response answer(Object entity) {
        return Response.ok(entity, MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "private, no-store")
                .build();
    }
}
