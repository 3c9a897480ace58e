package dev.trivet.session.confirmation;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.mail.MailAddress;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.account.Emails;
import dev.trivet.session.account.Newcomers;
import dev.trivet.session.account.PasswordRules;
import dev.trivet.session.account.Passwords;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.confirmation.Requests.Request;
import dev.trivet.session.http.PlainText;
import dev.trivet.session.http.Validation;
import dev.trivet.session.throttle.Throttle;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.util.List;
import java.util.UUID;

/** {@code {auth}/register} and {@code /verify-email}. */
@Path(PublicPaths.AUTH)
@Consumes(MediaType.APPLICATION_JSON)
class RegisterResource {

    private final Pool pool;
    private final Throttle throttle;
    private final Requests requests;
    private final Accounts accounts;
    private final Newcomers newcomers;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Audit audit;
    private final Validation validation;

    RegisterResource(
            Pool pool,
            Throttle throttle,
            Requests requests,
            Accounts accounts,
            Newcomers newcomers,
            Passwords passwords,
            PasswordRules rules,
            Audit audit,
            Validation validation) {
        this.pool = pool;
        this.throttle = throttle;
        this.requests = requests;
        this.accounts = accounts;
        this.newcomers = newcomers;
        this.passwords = passwords;
        this.rules = rules;
        this.audit = audit;
        this.validation = validation;
    }

    /** A name goes into mails to an address that may be somebody else's, so it must not lead anywhere. */
    record Register(
            @NotBlank @PlainText @Size(max = 254) String email,
            @NotBlank @Size(max = 256) String password,

            @NotBlank
            @PlainText
            @Size(max = 100)
            @Pattern(regexp = "(?i)(?!.*(://|www\\.)).*", message = "must be a name, not an address")
            String name) {}

    record VerifyEmail(@NotBlank @Size(max = 200) String token) {}

    record Resend(@NotBlank @PlainText @Size(max = 254) String email) {}

    @POST
    @Path("/register")
    @ResponseStatus(202)
    public Uni<Void> register(Register register, @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        requireWelcome();
        validation.check(register);
        requireDeliverable(register.email());
        rules.check("password", register.password(), register.email(), register.name())
                .ifPresent(wrong -> {
                    throw Problems.invalid(List.of(wrong));
                });
        return throttle.admitMail(register.email(), address).chain(admitted -> passwords
                .hash(register.password())
                .chain(hash -> admitted
                        ? requests.addRegistration(
                                register.email(), register.name().strip(), hash)
                        : Uni.createFrom().voidItem()));
    }

    @POST
    @Path("/verify-email/resend")
    @ResponseStatus(202)
    public Uni<Void> resend(Resend resend, @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        requireWelcome();
        validation.check(resend);
        requireDeliverable(resend.email());
        return throttle.admitMail(resend.email(), address)
                .chain(admitted -> admitted
                        ? requests.addResend(resend.email())
                        : Uni.createFrom().voidItem());
    }

    @POST
    @Path("/verify-email")
    @ResponseStatus(204)
    public Uni<Void> verify(VerifyEmail verify, @HeaderParam(IdentityHeaders.ADDRESS) String address) {
        validation.check(verify);
        return pool.withTransaction(transaction -> requests.use(transaction, Purpose.REGISTER, verify.token())
                .chain(request -> open(transaction, request.orElseThrow(RegisterResource::stale), address)));
    }

    private Uni<Void> open(SqlConnection transaction, Request request, String address) {
        UUID id = UUID.randomUUID();
        var account = new Account(id, request.email(), request.name(), request.passwordHash(), newcomers.roles(), 0);
        return accounts.insertIfAbsent(transaction, account)
                .invoke(isNew -> {
                    if (!isNew) {
                        throw stale();
                    }
                })
                .chain(() -> audit.record(transaction, Entry.own(Action.REGISTERED, id, null, address)));
    }

    private void requireWelcome() {
        if (!newcomers.areWelcome()) {
            throw Problems.notFound("nobody can register here; ask the site's people for an account");
        }
    }

    static void requireDeliverable(String email) {
        if (MailAddress.of(Emails.normalised(email)).isEmpty()) {
            throw Problems.invalid(List.of(new FieldError("email", "is no address that mail can be sent to")));
        }
    }

    private static RuntimeException stale() {
        return Problems.invalid(List.of(
                new FieldError("token", "has been used, or its time is over, or it never was one; register again")));
    }
}
