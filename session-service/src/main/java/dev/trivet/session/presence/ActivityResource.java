package dev.trivet.session.presence;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Where gateways report which sessions have been used. Not among the site's public paths. */
@Path("/internal/activity")
class ActivityResource {

    private static final int MOST = 1_000;

    private final Presence presence;
    private final ServiceCredential credential;

    ActivityResource(Presence presence, ServiceCredential credential) {
        this.presence = presence;
        this.credential = credential;
    }

    record Report(Set<UUID> sessions) {}

    @POST
    @ResponseStatus(204)
    public Uni<Void> report(@HeaderParam("Authorization") String authorization, Report report) {
        credential.require(authorization);
        if (report == null
                || report.sessions() == null
                || report.sessions().size() > MOST
                || report.sessions().stream().anyMatch(Objects::isNull)) {
            throw Problems.badRequest("send {\"sessions\": [ids]}, " + MOST + " at most");
        }
        return presence.seen(report.sessions());
    }
}
