package dev.trivet.session.signin;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.Caller;
import dev.trivet.common.token.InvalidToken;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.account.Passwords;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code {auth}/login}, {@code /refresh}, {@code /logout}, {@code /me}. */
@Path(PublicPaths.AUTH)
class SignInResource {

    private static final String WRONG = "the e-mail address or the password is wrong";
    private static final int LONGEST_USER_AGENT = 300;

    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final TokenIssuer issuer;
    private final AccessTokens accessTokens;
    private final Validation validation;

    SignInResource(
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            TokenIssuer issuer,
            AccessTokens accessTokens,
            Validation validation) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.issuer = issuer;
        this.accessTokens = accessTokens;
        this.validation = validation;
    }

    record Login(
            @NotBlank @Size(max = 254) @Pattern(regexp = "[^\\x00]*", message = "must not hold a NUL character")
            String email,

            @NotBlank @Size(max = 256) String password,
            @Valid Device device) {}

    record Refresh(@NotBlank @Size(max = 200) String refreshToken) {}

    record SignedIn(String accessToken, long expiresIn, String refreshToken, SessionView session) {}

    record SessionView(UUID id, Instant createdAt, Instant expiresAt) {}

    record Me(UUID id, String email, String name, List<String> roles) {}

    @POST
    @Path("/login")
    public Uni<SignedIn> login(
            Login login,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @HeaderParam("User-Agent") String userAgent) {
        validation.check(login);
        return accounts.findByEmail(login.email())
                .chain(account -> passwords
                        .matches(
                                login.password(),
                                account.map(Account::passwordHash).orElse(null))
                        .map(matches -> matches ? account.orElseThrow() : refuse(WRONG)))
                .chain(account ->
                        sessions.create(account, JsonObject.mapFrom(login.device()), address, shortened(userAgent)))
                .map(this::signedIn);
    }

    @POST
    @Path("/refresh")
    public Uni<SignedIn> refresh(Refresh refresh) {
        validation.check(refresh);
        var claim = issuer.readRefreshToken(refresh.refreshToken()).orElseThrow(SignInResource::staleRefresh);
        return sessions.rotate(claim.session(), claim.generation())
                .map(session -> session.orElseThrow(SignInResource::staleRefresh))
                .map(this::signedIn);
    }

    @POST
    @Path("/logout")
    @ResponseStatus(204)
    public Uni<Void> logout(@HeaderParam("Authorization") String authorization) {
        Caller caller = caller(authorization);
        return sessions.end(caller.user(), caller.session(), caller.tokenId());
    }

    @GET
    @Path("/me")
    public Uni<Me> me(@HeaderParam("Authorization") String authorization) {
        return sessions.find(caller(authorization).session())
                .map(found -> found.orElseThrow(() -> Problems.invalidToken("the session has ended; sign in again"))
                        .account())
                .map(account -> new Me(account.id(), account.email(), account.name(), account.roles()));
    }

    private SignedIn signedIn(Session session) {
        var tokens = issuer.issue(session);
        return new SignedIn(
                tokens.accessToken(),
                tokens.expiresIn(),
                tokens.refreshToken(),
                new SessionView(session.id(), session.createdAt(), session.expiresAt()));
    }

    private Caller caller(String authorization) {
        try {
            return accessTokens.verify(AccessTokens.bearer(authorization)
                    .orElseThrow(() -> Problems.unauthorized("sign in, and send the token as Authorization: Bearer")));
        } catch (InvalidToken e) {
            throw Problems.invalidToken(e.getMessage());
        }
    }

    private static Account refuse(String detail) {
        throw Problems.unauthorized(detail);
    }

    private static RuntimeException staleRefresh() {
        return Problems.invalidToken("the refresh token does not count any more; sign in again");
    }

    private static String shortened(String userAgent) {
        return Optional.ofNullable(userAgent)
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST_USER_AGENT)))
                .orElse(null);
    }
}
