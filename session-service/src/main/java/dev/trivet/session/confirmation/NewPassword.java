package dev.trivet.session.confirmation;

import dev.trivet.common.mail.MailOutbox;
import dev.trivet.common.pack.Occasion;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.confirmation.Requests.Request;
import dev.trivet.session.http.SignedIn;
import dev.trivet.session.revocation.Change;
import dev.trivet.session.revocation.SessionEnds;
import dev.trivet.session.revocation.SessionPublisher;
import dev.trivet.session.throttle.Throttle;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.UUID;

/** Puts a new password in place of an old one, with all that follows: sessions that end, tokens that lose their worth. */
@Singleton
class NewPassword {

    private final Pool pool;
    private final Requests requests;
    private final SessionEnds ends;
    private final SessionPublisher publisher;
    private final Letters letters;
    private final Throttle throttle;
    private final MailOutbox mails;

    NewPassword(
            Pool pool,
            Requests requests,
            SessionEnds ends,
            SessionPublisher publisher,
            Letters letters,
            Throttle throttle,
            MailOutbox mails) {
        this.pool = pool;
        this.requests = requests;
        this.ends = ends;
        this.publisher = publisher;
        this.letters = letters;
        this.throttle = throttle;
        this.mails = mails;
    }

    /** @return whether the token was good; of several who use it at once, one is told so */
    Uni<Boolean> reset(String token, String hash, String address) {
        return pool.withTransaction(transaction -> requests.use(transaction, Purpose.RESET, token)
                        .chain(used -> used.isEmpty()
                                ? Uni.createFrom().<Reset>nullItem()
                                : reset(transaction, used.get(), hash, address)
                                        .map(change ->
                                                new Reset(change, used.get().email()))))
                .chain(reset -> reset == null || reset.change() == null
                        ? Uni.createFrom().item(false)
                        : tell(reset.change()).call(() -> throttle.forgive(reset.email(), address)));
    }

    private record Reset(Change change, String email) {}

    private Uni<Change> reset(SqlConnection transaction, Request request, String hash, String address) {
        UUID id = request.account();
        String set = "update account a set password_hash = $2, password_changed_at = now()"
                + " where id = $1 and disabled_at is null returning " + Accounts.COLUMNS;
        return transaction
                .preparedQuery(set)
                .execute(Tuple.of(id, hash))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().<Change>nullItem()
                        : ends.endAll(transaction, id, Entry.own(Action.PASSWORD_RESET, id, null, address))
                                .call(() -> requests.dropResets(transaction, id))
                                .call(() -> write(
                                        transaction,
                                        Accounts.account(rows.iterator().next()))));
    }

    /** @return false when the password is no longer the one that was checked */
    Uni<Boolean> change(SignedIn who, String hash, String address) {
        String set = "update account set password_hash = $2, password_changed_at = now()"
                + " where id = $1 and password_hash = $3 and disabled_at is null";
        Entry entry = Entry.own(Action.PASSWORD_CHANGED, who.id(), who.session(), address);
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery(set)
                        .execute(Tuple.of(who.id(), hash, who.account().passwordHash()))
                        .chain(rows -> rows.rowCount() == 0
                                ? Uni.createFrom().<Change>nullItem()
                                : ends.endOthers(transaction, who.id(), who.session(), entry)
                                        .call(() -> requests.dropResets(transaction, who.id()))
                                        .call(() -> write(transaction, who.account()))))
                .chain(this::tell);
    }

    private Uni<Void> write(SqlConnection transaction, Account account) {
        return mails.queue(
                transaction, List.of(letters.write(Occasion.CHANGED, account.email(), account.name(), null)));
    }

    private Uni<Boolean> tell(Change change) {
        if (change == null) {
            return Uni.createFrom().item(false);
        }
        mails.wake();
        return publisher.withdrew(change).replaceWith(true);
    }
}
