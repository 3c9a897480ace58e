package dev.trivet.session.signin;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.http.Callers;
import dev.trivet.session.http.SignedIn;
import dev.trivet.session.revocation.SessionEnds;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code {auth}/sessions}: one's own sessions. {@code current} stands for the id of the one that asks. */
@Path(PublicPaths.AUTH + "/sessions")
class SessionsResource {

    private final SessionList sessions;
    private final SessionEnds ends;
    private final Callers callers;

    SessionsResource(SessionList sessions, SessionEnds ends, Callers callers) {
        this.sessions = sessions;
        this.ends = ends;
        this.callers = callers;
    }

    record Items(List<SessionList.Listed> items) {}

    record Patch(Map<String, Object> data) {}

    @GET
    public Uni<Items> list(@HeaderParam("Authorization") String authorization) {
        return callers.require(authorization)
                .chain(who -> sessions.of(who.id(), who.session()))
                .map(Items::new);
    }

    @GET
    @Path("/{id}")
    public Uni<SessionList.Listed> get(@HeaderParam("Authorization") String authorization, @PathParam("id") String id) {
        return callers.require(authorization)
                .chain(who -> sessions.find(who.id(), idOf(id, who), who.session()))
                .map(found -> found.orElseThrow(SessionsResource::none));
    }

    @PATCH
    @Path("/{id}")
    public Uni<SessionList.Listed> patch(
            @HeaderParam("Authorization") String authorization, @PathParam("id") String id, Patch patch) {
        if (patch == null || patch.data() == null) {
            throw Problems.badRequest("send {\"data\": {...}}; what it names is changed, null takes it out");
        }
        return callers.require(authorization)
                .chain(who -> sessions.patch(who.id(), idOf(id, who), who.session(), new JsonObject(patch.data())))
                .map(found -> found.orElseThrow(SessionsResource::none));
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    public Uni<Void> end(
            @HeaderParam("Authorization") String authorization,
            @PathParam("id") String id,
            @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        return callers.require(authorization).chain(who -> {
            UUID session = idOf(id, who);
            return sessions.find(who.id(), session, who.session()).chain(found -> {
                found.orElseThrow(SessionsResource::none);
                return ends.end(
                        who.id(), List.of(session), Entry.own(Action.SESSION_ENDED, who.id(), session, address));
            });
        });
    }

    private static UUID idOf(String id, SignedIn who) {
        if (id.equals("current")) {
            return who.session();
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw none();
        }
    }

    private static RuntimeException none() {
        return Problems.notFound("you have no such session");
    }
}
