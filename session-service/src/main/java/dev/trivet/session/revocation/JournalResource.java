package dev.trivet.session.revocation;

import dev.trivet.common.http.ServiceCredential;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import java.util.List;

/** The journal as gateways read it. Not among the site's public paths. */
@Path("/internal/revocations")
class JournalResource {

    private final Journal journal;
    private final ServiceCredential credential;

    JournalResource(Journal journal, ServiceCredential credential) {
        this.journal = journal;
        this.credential = credential;
    }

    @GET
    public Uni<List<Journal.Entry>> after(
            @HeaderParam("Authorization") String authorization, @QueryParam("after") @DefaultValue("0") long after) {
        credential.require(authorization);
        return journal.after(after);
    }
}
