package dev.trivet.session.signin;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.token.Caller;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.http.Callers;
import dev.trivet.session.revocation.SessionEnds;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import java.util.List;
import java.util.Optional;

/** {@code {auth}/logout}, {@code /logout-others} and {@code /logout-all}. Signing out twice is signing out. */
@Path(PublicPaths.AUTH)
class SignOutResource {

    private final Sessions sessions;
    private final SessionEnds ends;
    private final TokenIssuer issuer;
    private final RefreshCookie cookie;
    private final Callers callers;

    SignOutResource(Sessions sessions, SessionEnds ends, TokenIssuer issuer, RefreshCookie cookie, Callers callers) {
        this.sessions = sessions;
        this.ends = ends;
        this.issuer = issuer;
        this.cookie = cookie;
        this.callers = callers;
    }

    record Logout(String refreshToken) {}

    /**
     * Ends the session of the access token and that of the refresh token, in the body or in the cookie: signing out works with
     * whatever a client still holds.
     */
    @POST
    @Path("/logout")
    public Uni<Response> logout(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @Context HttpHeaders headers) {
        return logoutBy(null, authorization, address, headers);
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> logoutBy(
            Logout logout,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @Context HttpHeaders headers) {
        String refreshToken = logout == null ? null : logout.refreshToken();
        if (refreshToken == null && RefreshCookie.isIn(headers)) {
            refreshToken = cookie.read(headers);
        }
        if (refreshToken == null) {
            return end(callers.verify(authorization), address).map(done -> gone(headers));
        }
        // An idle client's access token is over while its refresh token is good for weeks; or it is the other way
        // round.
        Uni<Void> byToken = authorization == null ? Uni.createFrom().voidItem() : endIfGenuine(authorization, address);
        return end(issuer.readRefreshToken(refreshToken), address)
                .chain(() -> byToken)
                .map(done -> gone(headers));
    }

    private Uni<Void> endIfGenuine(String authorization, String address) {
        try {
            return end(callers.verify(authorization), address);
        } catch (HttpProblem noToken) {
            return Uni.createFrom().voidItem();
        }
    }

    @POST
    @Path("/logout-others")
    public Uni<Response> logoutOthers(
            @HeaderParam("Authorization") String authorization, @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        return callers.require(authorization)
                .chain(who -> ends.endOthers(
                        who.id(), who.session(), Entry.own(Action.SIGNED_OUT_OTHERS, who.id(), who.session(), address)))
                .map(done -> Response.noContent().build());
    }

    @POST
    @Path("/logout-all")
    public Uni<Response> logoutAll(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @Context HttpHeaders headers) {
        return callers.require(authorization)
                .chain(who -> ends.endAll(
                        who.id(), Entry.own(Action.SIGNED_OUT_EVERYWHERE, who.id(), who.session(), address)))
                .map(done -> gone(headers));
    }

    private Uni<Void> end(Caller caller, String address) {
        return ends.end(
                caller.user(),
                List.of(caller.session()),
                Entry.own(Action.SIGNED_OUT, caller.user(), caller.session(), address));
    }

    /** A refresh token that is none is no reason to complain: whoever shows it is signed out. */
    private Uni<Void> end(Optional<RefreshTokens.Claim> claim, String address) {
        return claim.map(known -> sessions.end(
                        known.session(),
                        account -> Entry.own(Action.SIGNED_OUT, account.id(), known.session(), address)))
                .orElse(Uni.createFrom().voidItem());
    }

    private Response gone(HttpHeaders headers) {
        Response.ResponseBuilder answer = Response.noContent();
        if (RefreshCookie.isIn(headers)) {
            answer.header("Set-Cookie", cookie.none());
        }
        return answer.build();
    }
}
