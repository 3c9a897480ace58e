package dev.trivet.session.confirmation;

import dev.trivet.common.mail.Letter;
import dev.trivet.common.mail.MailOutbox;
import dev.trivet.common.pack.Occasion;
import dev.trivet.common.round.Rounds;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.account.Newcomers;
import dev.trivet.session.confirmation.Requests.Request;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Optional;

/**
 * Looks at what people have asked for, after they have been answered, and writes the mails. The token, its mail and the
 * request are settled in one transaction; what a killed worker had in hand, another takes up.
 */
@Singleton
class RequestWorker {

    private static final Logger LOG = Logger.getLogger(RequestWorker.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final int AT_ONCE = 20;

    private final Pool pool;
    private final Requests requests;
    private final Accounts accounts;
    private final Newcomers newcomers;
    private final Letters letters;
    private final MailOutbox mails;
    private final Rounds rounds;

    RequestWorker(
            Vertx vertx,
            Pool pool,
            Requests requests,
            Accounts accounts,
            Newcomers newcomers,
            Letters letters,
            MailOutbox mails) {
        this.rounds = new Rounds(vertx, "what was asked for", EVERY_MILLIS, () -> work().map(done -> done == AT_ONCE));
        this.pool = pool;
        this.requests = requests;
        this.accounts = accounts;
        this.newcomers = newcomers;
        this.letters = letters;
        this.mails = mails;
    }

    void start(@Observes StartupEvent event) {
        if (newcomers.areWelcome() && !mails.canSend()) {
            LOG.warn("people can register, but their mails wait: set SMTP_HOST and TRIVET_MAIL_FROM");
        }
        rounds.begin();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.end();
    }

    /** @return how many were looked at */
    private Uni<Integer> work() {
        return pool.withTransaction(transaction -> requests.waiting(transaction, AT_ONCE)
                        .call(waiting -> Multi.createFrom()
                                .iterable(waiting)
                                .onItem()
                                .transformToUniAndConcatenate(request -> settle(transaction, request))
                                .collect()
                                .last())
                        .map(List::size))
                .invoke(done -> {
                    if (done > 0) {
                        mails.wake();
                    }
                });
    }

    private Uni<Void> settle(SqlConnection transaction, Request request) {
        return switch (request.purpose()) {
            case REGISTER ->
                accounts.isKnown(transaction, request.email()).chain(known -> {
                    if (known) {
                        return drop(
                                transaction,
                                request,
                                letters.write(Occasion.KNOWN, request.email(), request.name(), null));
                    }
                    return mail(transaction, request, Occasion.VERIFY, null);
                });
            case RESEND ->
                requests.drop(transaction, request)
                        .chain(() -> requests.repeatRegistration(transaction, request.email()));
            case RESET ->
                accounts.findByEmail(transaction, request.email())
                        .chain(account -> account.isEmpty()
                                ? requests.drop(transaction, request)
                                : mail(transaction, request, Occasion.RESET, account.get()));
        };
    }

    private Uni<Void> drop(SqlConnection transaction, Request request, Letter letter) {
        return requests.drop(transaction, request).chain(() -> mails.queue(transaction, List.of(letter)));
    }

    private Uni<Void> mail(SqlConnection transaction, Request request, Occasion occasion, Account account) {
        String token = MailedToken.make();
        String name = Optional.ofNullable(account).map(Account::name).orElse(request.name());
        return requests.mailed(transaction, request, account == null ? null : account.id(), token)
                .chain(() -> mails.queue(transaction, List.of(letters.write(occasion, request.email(), name, token))));
    }
}
