package dev.trivet.session.signin;

import dev.trivet.common.problem.Problems;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.account.Passwords;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.signin.Sessions.Beginning;
import dev.trivet.session.throttle.Throttle;
import dev.trivet.session.throttle.Ticket;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.UUID;

/**
 * Signing in by password. Whether there is such an account shows neither in what is answered nor in how long it takes:
 * the same is done, counted and written down for everybody, up to the moment when a password was right.
 */
@Singleton
class SignIn {

    private static final String WRONG =
            "the e-mail address or the password is wrong, or the address is not confirmed yet";

    private final Pool pool;
    private final Throttle throttle;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final TokenIssuer issuer;
    private final Audit audit;

    SignIn(
            Pool pool,
            Throttle throttle,
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            TokenIssuer issuer,
            Audit audit) {
        this.pool = pool;
        this.throttle = throttle;
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.issuer = issuer;
        this.audit = audit;
    }

    /** Where somebody signs in from, and on what. */
    record From(JsonObject device, String address, String userAgent, JsonObject data) {}

    /** Begins a session; fails with 401 when address or password is wrong, with 429 after too many of those. */
    Uni<Session> signIn(String email, String password, From from) {
        return throttle.admit(email, from.address()).chain(ticket -> accounts.findByEmail(email)
                .chain(account -> require(account, password, from))
                .chain(account -> begin(account, from))
                .call(session -> throttle.succeeded(ticket))
                .onFailure(failure -> !isWrong(failure))
                .call(failure -> takeBack(ticket)));
    }

    private Uni<Account> require(Optional<Account> account, String password, From from) {
        return passwords
                .matches(password, account.map(Account::passwordHash).orElse(null))
                .chain(matches -> matches ? renewed(account.orElseThrow(), password) : refuse(account, from));
    }

    /** With a hash as strong as today's, now that the password is known. */
    private Uni<Account> renewed(Account account, String password) {
        return passwords.needsRehash(account.passwordHash())
                ? passwords.hash(password).chain(hash -> accounts.rehash(account, hash))
                : Uni.createFrom().item(account);
    }

    private Uni<Account> refuse(Optional<Account> account, From from) {
        UUID concerned = account.map(Account::id).orElse(null);
        return audit.record(pool, new Entry(Action.SIGN_IN_REFUSED, null, from.address(), concerned, null, null))
                .chain(() -> Uni.createFrom().failure(wrong()));
    }

    private Uni<Session> begin(Account account, From from) {
        UUID id = UUID.randomUUID();
        var beginning = new Beginning(
                id, issuer.accessTokenId(id, 0), from.device(), from.address(), from.userAgent(), from.data());
        return sessions.begin(account, beginning).map(session -> session.orElseThrow(SignIn::wrong));
    }

    /** Nobody's fault, so nobody's failure: the machine was full, or the database away. */
    private Uni<Void> takeBack(Ticket ticket) {
        return throttle.withdrawn(ticket).onFailure().recoverWithNull();
    }

    private static boolean isWrong(Throwable failure) {
        return failure instanceof HttpProblem problem && problem.getStatusCode() == 401;
    }

    private static RuntimeException wrong() {
        return Problems.unauthorized(WRONG);
    }
}
