package dev.trivet.session.permission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.http.Callers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

import java.util.Set;
import java.util.regex.Pattern;

/** {@code {auth}/permissions}: what whoever asks may do. */
@Path(PublicPaths.AUTH + "/permissions")
class PermissionsResource {

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9-]{0,60}");

    private final Callers callers;
    private final RoleStore store;
    private final Pool pool;

    PermissionsResource(Callers callers, RoleStore store, Pool pool) {
        this.callers = callers;
        this.store = store;
        this.pool = pool;
    }

    /** The whole set, or the answer to one question. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(Boolean allowed, Set<String> roles, Set<String> permissions) {}

    @GET
    public Uni<Answer> get(
            @HeaderParam("Authorization") String authorization,
            @Context UriInfo uri,
            @QueryParam("resource") String resource,
            @QueryParam("action") String action) {
        // An empty one is a question gone wrong, which must not be taken for none.
        Set<String> asked = uri.getQueryParameters().keySet();
        boolean whole = !asked.contains("resource") && !asked.contains("action");
        if (!whole && !(isName(resource) && isName(action))) {
            throw Problems.badRequest("ask with both, such as ?resource=listings&action=update, or with neither");
        }
        return callers.require(authorization)
                .chain(who -> store.permissions(pool, who.account().roles()))
                .map(permissions -> whole
                        ? new Answer(null, permissions.roles(), permissions.permissions())
                        : new Answer(permissions.has(resource, action), null, null));
    }

    private static boolean isName(String text) {
        return text != null && NAME.matcher(text).matches();
    }
}
