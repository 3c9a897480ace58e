package dev.trivet.session.revocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.Caller;
import dev.trivet.common.token.InvalidToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import java.util.List;
import java.util.UUID;

/** Whether a token is in force (RFC 7662), for gateways that cannot tell from Redis and for other services. */
@Path(PublicPaths.AUTH + "/introspect")
class IntrospectionResource {

    private final AccessTokens accessTokens;
    private final SessionStates states;
    private final SessionPublisher publisher;
    private final ServiceCredential credential;

    IntrospectionResource(
            AccessTokens accessTokens, SessionStates states, SessionPublisher publisher, ServiceCredential credential) {
        this.accessTokens = accessTokens;
        this.states = states;
        this.publisher = publisher;
        this.credential = credential;
    }

    /** The answer; of a token that is not in force it says nothing else (RFC 7662 section 2.2). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Introspection(boolean active, UUID sub, UUID sid, String jti, List<String> roles, Long exp) {

        static final Introspection INACTIVE = new Introspection(false, null, null, null, null, null);

        static Introspection of(Caller caller) {
            return new Introspection(
                    true,
                    caller.user(),
                    caller.session(),
                    caller.tokenId(),
                    caller.roles(),
                    caller.expires().getEpochSecond());
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Introspection> introspect(
            @HeaderParam("Authorization") String authorization, @FormParam("token") String token) {
        credential.require(authorization);
        Caller caller;
        try {
            caller = accessTokens.verify(token == null ? "" : token);
        } catch (InvalidToken e) {
            return Uni.createFrom().item(Introspection.INACTIVE);
        }
        return states.find(caller).chain(found -> found.map(state -> publisher
                        .refill(caller.user(), state)
                        .replaceWith(
                                state.accepts(caller.tokenId(), caller.epoch())
                                        ? Introspection.of(caller)
                                        : Introspection.INACTIVE))
                .orElse(Uni.createFrom().item(Introspection.INACTIVE)));
    }
}
