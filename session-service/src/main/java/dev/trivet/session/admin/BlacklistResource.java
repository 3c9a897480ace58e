package dev.trivet.session.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import dev.trivet.session.audit.Actor;
import dev.trivet.session.http.PlainText;
import dev.trivet.session.http.Validation;
import dev.trivet.session.permission.Administrators;
import dev.trivet.session.revocation.Blacklist;
import dev.trivet.session.revocation.Blacklist.Listed;
import dev.trivet.session.revocation.Journal;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code {auth}/admin/blacklist}: single tokens, by their {@code jti}. */
@Path(PublicPaths.AUTH + "/admin/blacklist")
class BlacklistResource {

    private static final int LONGEST_ID = 100;
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Blacklist blacklist;
    private final Administrators administrators;
    private final Validation validation;

    BlacklistResource(Blacklist blacklist, Administrators administrators, Validation validation) {
        this.blacklist = blacklist;
        this.administrators = administrators;
        this.validation = validation;
    }

    /** @param until when the entry may go; never before the token could have expired by itself, whatever is asked for */
    record Addition(@PlainText @Size(max = 200) String reason, Instant until) {

        static final Addition PLAIN = new Addition(null, null);
    }

    /** @param blacklisted always true: what is not on it is a 404 */
    record Answer(
            boolean blacklisted,
            @JsonInclude(JsonInclude.Include.NON_NULL) Listed entry) {}

    record Items(List<Listed> items) {}

    @GET
    public Uni<Items> newest(
            @HeaderParam("Authorization") String authorization, @QueryParam("limit") @DefaultValue("20") String limit) {
        int most = Paging.limit(limit);
        return administrators
                .require(authorization)
                .chain(who -> blacklist.newest(most))
                .map(Items::new);
    }

    @GET
    @Path("/{jti}")
    public Uni<Answer> find(@HeaderParam("Authorization") String authorization, @PathParam("jti") String jti) {
        return administrators
                .require(authorization)
                .chain(who -> blacklist.find(checked(jti)))
                .map(found -> new Answer(true, found.orElseThrow(BlacklistResource::none)));
    }

    @POST
    @Path("/{jti}")
    public Uni<Response> add(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @PathParam("jti") String jti) {
        return add(authorization, address, jti, Addition.PLAIN);
    }

    @POST
    @Path("/{jti}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> add(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @PathParam("jti") String jti,
            Addition addition) {
        Addition asked = addition == null ? Addition.PLAIN : addition;
        validation.check(asked);
        Instant until = until(asked.until());
        return administrators
                .require(authorization)
                .chain(who -> blacklist.add(
                        checked(jti),
                        asked.reason() == null ? "by an administrator" : asked.reason(),
                        until,
                        new Actor(who.id(), address)))
                .map(listed ->
                        Response.status(201).entity(new Answer(true, listed)).build());
    }

    @DELETE
    @Path("/{jti}")
    @ResponseStatus(204)
    public Uni<Void> remove(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @PathParam("jti") String jti) {
        return administrators
                .require(authorization)
                .chain(who -> blacklist.remove(checked(jti), new Actor(who.id(), address)))
                .invoke(found -> found.orElseThrow(BlacklistResource::none))
                .replaceWithVoid();
    }

    private static Instant until(Instant asked) {
        Instant least = Instant.now().plus(Journal.LONGEST);
        if (asked != null && asked.isAfter(Instant.now().plus(LONGEST))) {
            throw Problems.invalid(
                    List.of(new FieldError("until", "may be a year ahead at most; no token lives as long")));
        }
        return asked == null || asked.isBefore(least) ? least : asked;
    }

    private static String checked(String jti) {
        if (jti.length() > LONGEST_ID || jti.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw Problems.badRequest("a jti has " + LONGEST_ID + " characters at most, and no control characters");
        }
        return jti;
    }

    private static RuntimeException none() {
        return Problems.notFound("this token is not on the blacklist");
    }
}
