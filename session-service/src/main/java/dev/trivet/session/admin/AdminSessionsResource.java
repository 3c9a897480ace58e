package dev.trivet.session.admin;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Actor;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.permission.Administrators;
import dev.trivet.session.revocation.SessionEnds;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.util.List;
import java.util.UUID;

/** {@code {auth}/admin/sessions}: see and end anybody's. */
@Path(PublicPaths.AUTH + "/admin/sessions")
class AdminSessionsResource {

    private final AdminSessions sessions;
    private final SessionEnds ends;
    private final Administrators administrators;

    AdminSessionsResource(AdminSessions sessions, SessionEnds ends, Administrators administrators) {
        this.sessions = sessions;
        this.ends = ends;
        this.administrators = administrators;
    }

    record Items(List<AdminSessions.Listed> items) {}

    @GET
    public Uni<Items> list(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("user") String user,
            @QueryParam("limit") @DefaultValue("20") String limit) {
        UUID account = Paging.parameter("user", user);
        int most = Paging.limit(limit);
        return administrators
                .require(authorization)
                .chain(who -> sessions.list(account, most))
                .map(Items::new);
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    public Uni<Void> end(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @PathParam("id") String id) {
        UUID session = Paging.id(id, "session");
        return administrators.require(authorization).chain(who -> sessions.find(session)
                .map(found -> found.orElseThrow(() -> Problems.notFound("there is no such session")))
                .call(found -> administrators.requireNoGreater(who, found.roles()))
                .chain(found -> ends.end(
                        found.user(),
                        List.of(session),
                        Entry.about(Action.SESSION_ENDED, new Actor(who.id(), address), found.user(), session))));
    }
}
