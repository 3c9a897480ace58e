package dev.trivet.session.signin;

import dev.trivet.common.problem.Problems;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.account.Passwords;
import dev.trivet.session.signin.Sessions.Beginning;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

import java.util.UUID;

/**
 * Signing in by password. Whether there is such an account shows neither in what is answered nor in how long it takes.
 */
@Singleton
class SignIn {

    private static final String WRONG =
            "the e-mail address or the password is wrong, or the address is not confirmed yet";

    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final TokenIssuer issuer;

    SignIn(Accounts accounts, Passwords passwords, Sessions sessions, TokenIssuer issuer) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.issuer = issuer;
    }

    /** Where somebody signs in from, and on what. */
    record From(JsonObject device, String address, String userAgent, JsonObject data) {}

    /** Begins a session; fails with 401 when address or password is wrong. */
    Uni<Session> signIn(String email, String password, From from) {
        return accounts.findByEmail(email)
                .chain(account -> passwords
                        .matches(password, account.map(Account::passwordHash).orElse(null))
                        .map(matches -> {
                            if (!matches) {
                                throw wrong();
                            }
                            return account.orElseThrow();
                        }))
                .chain(account -> passwords.needsRehash(account.passwordHash())
                        ? passwords.hash(password).chain(hash -> accounts.rehash(account, hash))
                        : Uni.createFrom().item(account))
                .chain(account -> begin(account, from));
    }

    private Uni<Session> begin(Account account, From from) {
        UUID id = UUID.randomUUID();
        var beginning = new Beginning(
                id, issuer.accessTokenId(id, 0), from.device(), from.address(), from.userAgent(), from.data());
        return sessions.begin(account, beginning).map(session -> session.orElseThrow(SignIn::wrong));
    }

    private static RuntimeException wrong() {
        return Problems.unauthorized(WRONG);
    }
}
