package dev.trivet.session.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.http.Callers;
import dev.trivet.session.http.PlainText;
import dev.trivet.session.http.Validation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code {auth}/login}, {@code /refresh} and {@code /me}. */
@Path(PublicPaths.AUTH)
@Consumes(MediaType.APPLICATION_JSON)
class SignInResource {

    private static final int LONGEST_USER_AGENT = 300;

    private final SignIn signIn;
    private final Sessions sessions;
    private final TokenIssuer issuer;
    private final RefreshCookie cookie;
    private final Callers callers;
    private final Validation validation;

    SignInResource(
            SignIn signIn,
            Sessions sessions,
            TokenIssuer issuer,
            RefreshCookie cookie,
            Callers callers,
            Validation validation) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.issuer = issuer;
        this.cookie = cookie;
        this.callers = callers;
        this.validation = validation;
    }

    /**
     * @param cookie whether the refresh token is to come as a cookie that no script can read
     * @param data what the client wants to keep with the session
     */
    record Login(
            @NotBlank @PlainText @Size(max = 254) String email,
            @NotBlank @Size(max = 256) String password,
            @Valid Device device,
            Map<String, Object> data,
            boolean cookie) {}

    record Refresh(@Size(max = 200) String refreshToken) {}

    /** @param refreshToken left out when it comes as a cookie */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignedInAnswer(String accessToken, long expiresIn, String refreshToken, SessionView session) {}

    record SessionView(UUID id, Instant createdAt, Instant expiresAt, Map<String, Object> data) {}

    record Me(UUID id, String email, String name, List<String> roles) {}

    @POST
    @Path("/login")
    public Uni<Response> login(
            Login login,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @HeaderParam("User-Agent") String userAgent,
            @Context HttpHeaders headers) {
        validation.check(login);
        if (login.cookie()) {
            RefreshCookie.requireSameSite(headers);
        }
        JsonObject data = SessionData.merge(new JsonObject(), new JsonObject(orEmpty(login.data())));
        var from = new SignIn.From(JsonObject.mapFrom(login.device()), address, shortened(userAgent), data);
        return signIn.signIn(login.email(), login.password(), from).map(session -> answer(session, login.cookie()));
    }

    /** By the token in the body or, when there is none, by the cookie. */
    @POST
    @Path("/refresh")
    public Uni<Response> refresh(
            Refresh refresh, @HeaderParam(IdentityHeaders.ADDRESS) String address, @Context HttpHeaders headers) {
        validation.check(refresh);
        boolean byCookie = refresh.refreshToken() == null;
        String token = byCookie ? cookie.read(headers) : refresh.refreshToken();
        var claim = issuer.readRefreshToken(token).orElseThrow(SignInResource::staleRefresh);
        String next = issuer.accessTokenId(claim.session(), claim.generation() + 1);
        // A cookie is never taken away here: whoever lost a race would take it from whoever won.
        return sessions.rotate(claim.session(), claim.generation(), next, address)
                .map(session -> answer(session.orElseThrow(SignInResource::staleRefresh), byCookie));
    }

    @GET
    @Path("/me")
    public Uni<Me> me(@HeaderParam("Authorization") String authorization) {
        return callers.require(authorization)
                .map(who -> who.account())
                .map(account -> new Me(account.id(), account.email(), account.name(), account.roles()));
    }

    private Response answer(Session session, boolean byCookie) {
        var tokens = issuer.issue(session);
        var view = new SessionView(
                session.id(),
                session.createdAt(),
                session.expiresAt(),
                session.data().getMap());
        var body = new SignedInAnswer(
                tokens.accessToken(), tokens.expiresIn(), byCookie ? null : tokens.refreshToken(), view);
        Response.ResponseBuilder answer = Response.ok(body);
        if (byCookie) {
            answer.header("Set-Cookie", cookie.holding(tokens.refreshToken(), session.expiresAt()));
        }
        return answer.build();
    }

    private static Map<String, Object> orEmpty(Map<String, Object> data) {
        return data == null ? Map.of() : data;
    }

    private static RuntimeException staleRefresh() {
        return Problems.invalidToken("the refresh token does not count any more; sign in again");
    }

    private static String shortened(String userAgent) {
        if (userAgent == null) {
            return null;
        }
        String plain = userAgent.replaceAll("\\p{Cntrl}", " ");
        return plain.substring(0, Math.min(plain.length(), LONGEST_USER_AGENT));
    }
}
