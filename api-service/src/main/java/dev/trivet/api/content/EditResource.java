package dev.trivet.api.content;

import dev.trivet.api.body.Body;
import dev.trivet.api.cache.Rendered;
import dev.trivet.api.caller.People;
import dev.trivet.api.content.Permission.Action;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Writing: {@code {api}/<type>} and {@code {api}/<type>/<id>}. */
@Path(PublicPaths.CONTENT + "/{type}")
class EditResource {

    private final Types types;
    private final People people;
    private final ContentWriter writer;
    private final Pack pack;

    EditResource(Types types, People people, ContentWriter writer, Pack pack) {
        this.types = types;
        this.people = people;
        this.writer = writer;
        this.pack = pack;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> create(
            @RestPath String type, @HeaderParam("Authorization") String authorization, byte[] body) {
        Type asked = types.require(type);
        return people.of(authorization)
                .chain(caller -> {
                    Permission.require(caller, asked, Action.CREATE, List.of());
                    if (caller == null && asked.spec().owner()) {
                        throw Problems.unauthorized("sign in: what you create will belong to you");
                    }
                    return writer.create(caller, asked, FieldValue.fitting(asked, Body.object(body)));
                })
                .map(item -> {
                    // As a plain header: JAX-RS would complete it with this service's own address.
                    String location = pack.paths().api() + "/" + type + "/" + item.id();
                    return written(Response.status(201).header("Location", location), Renderer.item(asked, item));
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
        return people.require(authorization)
                .chain(caller -> {
                    ObjectNode data = Body.object(body);
                    return writer.update(
                            caller,
                            asked,
                            ItemId.parse(id),
                            new Precondition(ifMatch),
                            old -> FieldValue.fitting(asked, data));
                })
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
        return people.require(authorization)
                .chain(caller -> {
                    ObjectNode patch = Body.object(body);
                    return writer.update(
                            caller,
                            asked,
                            ItemId.parse(id),
                            new Precondition(ifMatch),
                            old -> FieldValue.fitting(asked, Body.merged(old, patch)));
                })
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
        return people.require(authorization)
                .chain(caller -> writer.delete(caller, asked, ItemId.parse(id), new Precondition(ifMatch)))
                .map(done -> Response.noContent().build());
    }

    private static Response written(Response.ResponseBuilder response, Rendered answer) {
        return response.entity(answer.body())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("ETag", answer.etag())
                .header("Cache-Control", "no-store")
                .build();
    }
}
