package dev.trivet.api.cache;

import dev.trivet.api.body.Body;
import dev.trivet.api.caller.People;
import dev.trivet.api.caller.Person;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
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

    private final People people;
    private final CacheAdmin admin;

    CacheResource(People people, CacheAdmin admin) {
        this.people = people;
        this.admin = admin;
    }

    @GET
    @Path("/stats")
    public Uni<Response> stats(@HeaderParam("Authorization") String authorization) {
        return require(authorization).chain(admin::stats).map(CacheResource::answer);
    }

    @POST
    @Path("/clear")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    public Uni<Response> clear(@HeaderParam("Authorization") String authorization, byte[] body) {
        return require(authorization)
                .chain(person -> admin.clear(person.id(), pattern(body)))
                .map(CacheResource::answer);
    }

    private Uni<Person> require(String authorization) {
        return people.require(authorization, "cache", "admin");
    }

    private static String pattern(byte[] body) {
        String pattern = body == null || body.length == 0
                ? EVERYTHING
                : Body.object(body).path("pattern").asString(EVERYTHING);
        if (pattern.isEmpty()
                || pattern.length() > LONGEST_PATTERN
                || pattern.chars().anyMatch(c -> c <= ' ')) {
            throw Problems.badRequest("\"pattern\" must be a pattern of keys, such as listings:*");
        }
        return pattern;
    }

    private static Response answer(Object entity) {
        return Response.ok(entity, MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "private, no-store")
                .build();
    }
}
