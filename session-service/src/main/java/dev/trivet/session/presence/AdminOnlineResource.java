package dev.trivet.session.presence;

import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.permission.Administrators;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import java.util.List;

/** {@code {auth}/admin/online}: who is online. */
@Path(PublicPaths.AUTH + "/admin/online")
class AdminOnlineResource {

    private static final int MOST = 100;

    private final Presence presence;
    private final Administrators administrators;

    AdminOnlineResource(Presence presence, Administrators administrators) {
        this.presence = presence;
        this.administrators = administrators;
    }

    /** @param count of all, however many are listed */
    record Everybody(long count, List<Presence.Online> items) {}

    @GET
    public Uni<Everybody> everybody(
            @HeaderParam("Authorization") String authorization, @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problems.badRequest("limit is a number from 1 to " + MOST);
        }
        return administrators
                .require(authorization)
                .chain(who -> presence.online(limit))
                .chain(items -> presence.count().map(counts -> new Everybody(counts.people(), items)));
    }
}
