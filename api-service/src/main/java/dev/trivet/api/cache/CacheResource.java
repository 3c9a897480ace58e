package dev.trivet.api.cache;

import dev.trivet.api.caller.Callers;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

    /** @param pattern of keys without the site's prefix, such as {@code listings:*}; null for all */
    record Clearing(String pattern) {}

    @GET
    @Path("/stats")
    public Uni<Response> stats(@HeaderParam("Authorization") String authorization) {
        require(authorization);
        return admin.stats().map(CacheResource::answer);
    }

    @POST
    @Path("/clear")
    public Uni<Response> clear(@HeaderParam("Authorization") String authorization, Clearing clearing) {
        Caller caller = require(authorization);
        String pattern = clearing == null || clearing.pattern() == null ? EVERYTHING : clearing.pattern();
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
        return Response.ok(entity).header("Cache-Control", "private, no-store").build();
    }
}
