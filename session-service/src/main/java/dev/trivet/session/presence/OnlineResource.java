package dev.trivet.session.presence;

import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.permission.Administrators;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code {auth}/online}: whether some are online. */
@Path(PublicPaths.AUTH + "/online")
class OnlineResource {

    private static final int MOST = 50;

    private final Presence presence;
    private final Administrators administrators;

    OnlineResource(Presence presence, Administrators administrators) {
        this.presence = presence;
        this.administrators = administrators;
    }

    record Answer(Map<UUID, Boolean> online) {}

    /** For those with the permission {@code people:online}: what others do is not everybody's business on every site. */
    @GET
    public Uni<Answer> areOnline(
            @HeaderParam("Authorization") String authorization, @QueryParam("user") List<UUID> users) {
        if (users.isEmpty() || users.size() > MOST) {
            throw Problems.badRequest("name one to " + MOST + " people: ?user=<id>&user=<id>");
        }
        return administrators
                .require(authorization, "online")
                .chain(who -> presence.among(users))
                .map(online -> {
                    Map<UUID, Boolean> answer = new LinkedHashMap<>();
                    users.forEach(user -> answer.put(user, online.contains(user)));
                    return new Answer(answer);
                });
    }
}
