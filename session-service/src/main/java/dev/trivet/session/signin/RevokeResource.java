package dev.trivet.session.signin;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.Caller;
import dev.trivet.common.token.InvalidToken;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Actor;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.revocation.Blacklist;
import dev.trivet.session.revocation.Journal;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import java.time.Instant;
import java.util.Optional;

/**
 * Token revocation (RFC 7009) for other services: an access token goes on the blacklist, a refresh token takes its session
 * with it. What is no token of ours is revoked already.
 */
@Path(PublicPaths.AUTH + "/revoke")
class RevokeResource {

    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final TokenIssuer issuer;
    private final Blacklist blacklist;
    private final ServiceCredential credential;

    RevokeResource(
            Sessions sessions,
            AccessTokens accessTokens,
            TokenIssuer issuer,
            Blacklist blacklist,
            ServiceCredential credential) {
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.issuer = issuer;
        this.blacklist = blacklist;
        this.credential = credential;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> revoke(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @FormParam("token") String token) {
        credential.require(authorization);
        String shown = token == null ? "" : token;
        Optional<RefreshTokens.Claim> refresh = issuer.readRefreshToken(shown);
        Uni<Void> revoked = refresh.isPresent() ? endSession(refresh.get(), address) : blacklist(shown, address);
        return revoked.map(done -> Response.ok().build());
    }

    private Uni<Void> endSession(RefreshTokens.Claim claim, String address) {
        return sessions.end(
                claim.session(),
                account -> Entry.about(Action.SESSION_ENDED, new Actor(null, address), account.id(), claim.session()));
    }

    private Uni<Void> blacklist(String token, String address) {
        Caller caller;
        try {
            caller = accessTokens.verify(token);
        } catch (InvalidToken e) {
            return Uni.createFrom().voidItem();
        }
        return blacklist
                .add(
                        caller.tokenId(),
                        "revoked by a service",
                        Instant.now().plus(Journal.LONGEST),
                        new Actor(null, address))
                .replaceWithVoid();
    }
}
