package dev.trivet.api.content;

import dev.trivet.api.body.Body;
import dev.trivet.api.cache.Rendered;
import dev.trivet.api.caller.Callers;
import dev.trivet.api.content.Permission.Action;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestPath;
import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;

/** {@code {api}/<type>} and {@code {api}/<type>/<id>}. */
@Path(PublicPaths.CONTENT + "/{type}")
class ContentResource {

    private final Types types;
    private final Callers callers;
    private final Permission permission;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final Pack pack;

    ContentResource(
            Types types,
            Callers callers,
            Permission permission,
            ContentReader reader,
            ContentWriter writer,
            Pack pack) {
        this.types = types;
        this.callers = callers;
        this.permission = permission;
        this.reader = reader;
        this.writer = writer;
        this.pack = pack;
    }

    @GET
    public Uni<Response> list(
            @RestPath String type,
            @Context UriInfo uri,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("If-None-Match") String ifNoneMatch) {
        Type asked = types.require(type);
        ListQuery query;
        try {
            query = ListQuery.parse(asked.spec(), uri.getQueryParameters());
        } catch (ListQuery.Refused e) {
            throw Problems.badRequest(e.getMessage());
        }
        if (Permission.isOpen(asked, Action.READ)) {
            return reader.list(new ListKey(asked, query)).map(page -> Answers.shared(page, ifNoneMatch));
        }
        Caller caller = callers.of(authorization);
        UUID owner = permission.mayAll(caller, asked, Action.READ) || caller == null ? null : caller.user();
        permission.require(caller, asked, Action.READ, owner);
        return reader.ownList(asked, query, owner).map(page -> Answers.personal(page, ifNoneMatch));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> get(
            @RestPath String type,
            @RestPath String id,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("If-None-Match") String ifNoneMatch) {
        Type asked = types.require(type);
        return reader.item(new ItemKey(asked, uuid(id))).map(item -> {
            if (Permission.isOpen(asked, Action.READ)) {
                return Answers.shared(existing(item), ifNoneMatch);
            }
            permission.require(callers.of(authorization), asked, Action.READ, item.owner());
            return Answers.personal(existing(item), ifNoneMatch);
        });
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> create(
            @RestPath String type, @HeaderParam("Authorization") String authorization, byte[] body) {
        Type asked = types.require(type);
        Caller caller = callers.of(authorization);
        permission.require(caller, asked, Action.CREATE, null);
        ObjectNode data = Body.fitting(asked.schema(), Body.object(body));
        return writer.create(caller, asked, data).map(item -> {
            Rendered answer = Renderer.item(asked, item);
            // As a plain header: JAX-RS would complete it with this service's own address.
            String location = pack.paths().api() + "/" + type + "/" + item.id();
            return written(Response.status(201).header("Location", location), answer);
        });
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> replace(
            @RestPath String type,
            @RestPath String id,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("If-Match") String ifMatch,
            byte[] body) {
        Type asked = types.require(type);
        Caller caller = callers.require(authorization);
        ObjectNode data = Body.object(body);
        return writer.update(
                        caller, asked, uuid(id), new Precondition(ifMatch), old -> Body.fitting(asked.schema(), data))
                .map(item -> written(Response.ok(), Renderer.item(asked, item)));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    public Uni<Response> patch(
            @RestPath String type,
            @RestPath String id,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("If-Match") String ifMatch,
            byte[] body) {
        Type asked = types.require(type);
        Caller caller = callers.require(authorization);
        ObjectNode patch = Body.object(body);
        return writer.update(
                        caller,
                        asked,
                        uuid(id),
                        new Precondition(ifMatch),
                        old -> Body.fitting(asked.schema(), Body.merged(old, patch)))
                .map(item -> written(Response.ok(), Renderer.item(asked, item)));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Response> delete(
            @RestPath String type,
            @RestPath String id,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("If-Match") String ifMatch) {
        Type asked = types.require(type);
        Caller caller = callers.require(authorization);
        return writer.delete(caller, asked, uuid(id), new Precondition(ifMatch))
                .map(done -> Response.noContent().build());
    }

    private static Response written(Response.ResponseBuilder response, Rendered answer) {
        return response.entity(answer.body())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("ETag", answer.etag())
                .header("Cache-Control", "no-store")
                .build();
    }

    private static Rendered existing(Rendered item) {
        if (item.isAbsent()) {
            throw Problems.notFound("there is no such item");
        }
        return item;
    }

    private static UUID uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            if (uuid.toString().equalsIgnoreCase(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // Told below: an id that cannot be one is an id that does not exist.
        }
        throw Problems.notFound("there is no such item");
    }
}
