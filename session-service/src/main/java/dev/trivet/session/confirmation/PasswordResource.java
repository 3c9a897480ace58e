package dev.trivet.session.confirmation;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import dev.trivet.session.account.PasswordRules;
import dev.trivet.session.account.Passwords;
import dev.trivet.session.http.Callers;
import dev.trivet.session.http.PlainText;
import dev.trivet.session.http.SignedIn;
import dev.trivet.session.http.Validation;
import dev.trivet.session.throttle.Throttle;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.util.List;

/** {@code {auth}/forgot-password}, {@code /reset-password} and {@code /change-password}. */
@Path(PublicPaths.AUTH)
@Consumes(MediaType.APPLICATION_JSON)
class PasswordResource {

    private final Throttle throttle;
    private final Requests requests;
    private final NewPassword newPassword;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Callers callers;
    private final Validation validation;

    PasswordResource(
            Throttle throttle,
            Requests requests,
            NewPassword newPassword,
            Passwords passwords,
            PasswordRules rules,
            Callers callers,
            Validation validation) {
        this.throttle = throttle;
        this.requests = requests;
        this.newPassword = newPassword;
        this.passwords = passwords;
        this.rules = rules;
        this.callers = callers;
        this.validation = validation;
    }

    record Forgot(@NotBlank @PlainText @Size(max = 254) String email) {}

    record Reset(
            @NotBlank @Size(max = 200) String token,
            @NotBlank @Size(max = 256) String password) {}

    record ChangePassword(
            @NotBlank @Size(max = 256) String currentPassword,
            @NotBlank @Size(max = 256) String newPassword) {}

    @POST
    @Path("/forgot-password")
    @ResponseStatus(202)
    public Uni<Void> forgot(Forgot forgot, @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        validation.check(forgot);
        RegisterResource.requireDeliverable(forgot.email());
        return throttle.admitMail(forgot.email(), address)
                .chain(admitted -> admitted
                        ? requests.addReset(forgot.email())
                        : Uni.createFrom().voidItem());
    }

    @POST
    @Path("/reset-password")
    @ResponseStatus(204)
    public Uni<Void> reset(Reset reset, @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        validation.check(reset);
        return requests.find(Purpose.RESET, reset.token())
                .map(found -> found.orElseThrow(PasswordResource::stale))
                .invoke(request -> require("password", reset.password(), request.email(), null))
                .chain(() -> passwords.hash(reset.password()))
                .chain(hash -> newPassword.reset(reset.token(), hash, address))
                .invoke(done -> {
                    if (!done) {
                        throw stale();
                    }
                })
                .replaceWithVoid();
    }

    private static void requireRight(boolean matches) {
        if (!matches) {
            throw Problems.invalid(List.of(new FieldError("currentPassword", "is wrong")));
        }
    }

    /** Ends all other sessions; the one that asks goes on. */
    @POST
    @Path("/change-password")
    @ResponseStatus(204)
    public Uni<Void> change(
            ChangePassword change,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        validation.check(change);
        requireAnother(change);
        return callers.require(authorization)
                .invoke(who -> require(
                        "newPassword",
                        change.newPassword(),
                        who.account().email(),
                        who.account().name()))
                .chain(who -> throttle.admit(who.account().email(), address)
                        .chain(ticket -> passwords
                                .matches(change.currentPassword(), who.account().passwordHash())
                                .onFailure()
                                .call(() ->
                                        throttle.withdrawn(ticket).onFailure().recoverWithNull())
                                .invoke(PasswordResource::requireRight)
                                .call(() -> throttle.succeeded(ticket)))
                        .chain(() -> set(who, change.newPassword(), address)));
    }

    private Uni<Void> set(SignedIn who, String password, String address) {
        return passwords
                .hash(password)
                .chain(hash -> newPassword.change(who, hash, address))
                .invoke(done -> {
                    if (!done) {
                        throw Problems.conflict("the password was changed elsewhere meanwhile; sign in again");
                    }
                })
                .replaceWithVoid();
    }

    private static void requireAnother(ChangePassword change) {
        if (change.newPassword().equals(change.currentPassword())) {
            throw Problems.invalid(List.of(new FieldError("newPassword", "is the one that you have; choose another")));
        }
    }

    private void require(String field, String password, String email, String name) {
        rules.check(field, password, email, name).ifPresent(wrong -> {
            throw Problems.invalid(List.of(wrong));
        });
    }

    private static RuntimeException stale() {
        return Problems.invalid(List.of(new FieldError(
                "token", "has been used, or its time is over, or it never was one; ask for a new mail")));
    }
}
