package dev.trivet.session.throttle;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.account.Emails;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * The door that attempts go through before a password is looked at or a mail is written. It does not know which accounts
 * exist, so nobody learns that from it.
 */
@Singleton
public class Throttle {

    private static final String TOO_MANY = "too many attempts that failed; try again in %d s";
    private static final String TOO_MANY_MAILS = "too many mails were asked for; try again in %d s";

    private final Streaks streaks;
    private final Known known;
    private final Windows windows;
    private final Limits limits;
    private final String site;
    private final long[] waits;

    Throttle(Streaks streaks, Known known, Windows windows, Site site) {
        this.streaks = streaks;
        this.known = known;
        this.windows = windows;
        this.limits = site.limits();
        this.site = site.name();
        this.waits = limits.account().waits();
    }

    /** Whose attempts are counted, and by which limits. */
    record Site(String name, Limits limits) {}

    /**
     * Counts an attempt as a failure before anything is looked at; tell by {@link #succeeded} when it was none.
     *
     * @param account the e-mail address that was typed, whether it is anybody's or not
     * @param address the client's, or null
     * @return fails with 429 when account or address have to wait
     */
    public Uni<Ticket> admit(String account, String address) {
        String person = subject(Purpose.LOGIN, "account", Emails.normalised(account));
        String client = address == null ? null : subject(Purpose.LOGIN, "address", address);
        String both = address == null ? null : both(Emails.normalised(account), address);
        return countAddress(client).chain(counted -> streakOf(person, both)
                .chain(streak -> streaks.count(streak, waits).chain(verdict -> {
                    var ticket = new Ticket(streak, client, both, counted.at());
                    return verdict.admitted()
                            ? Uni.createFrom().item(ticket)
                            : takeBackAddress(ticket).chain(() -> refuse(TOO_MANY, verdict));
                })));
    }

    /** The account's failures from everywhere or, where its owner has signed in lately, those from there alone. */
    private Uni<String> streakOf(String person, String both) {
        return both == null
                ? Uni.createFrom().item(person)
                : known.contains(both).map(isKnown -> isKnown ? both : person);
    }

    /** The password was right: the account's failures are forgotten, and the address has made this attempt less. */
    public Uni<Void> succeeded(Ticket ticket) {
        return streaks.end(ticket.account())
                .chain(() -> ticket.both() == null ? Uni.createFrom().voidItem() : known.remember(ticket.both()))
                .chain(() -> takeBackAddress(ticket));
    }

    /**
     * The account's owner has shown himself by other means, so nobody's failures are to keep him waiting.
     *
     * @param address the client's, or null
     */
    public Uni<Void> forgive(String account, String address) {
        String owner = Emails.normalised(account);
        return streaks.end(subject(Purpose.LOGIN, "account", owner))
                .chain(() -> address == null ? Uni.createFrom().voidItem() : streaks.end(both(owner, address)));
    }

    /** Nobody looked at the password after all, for lack of room or of a database. */
    public Uni<Void> withdrawn(Ticket ticket) {
        return streaks.takeBack(ticket.account()).chain(() -> takeBackAddress(ticket));
    }

    /**
     * Counts a mail that somebody asks for.
     *
     * @param recipient who is to get it, known here or not
     * @param address the client's, or null
     * @return whether to send it, which the client must not learn; fails with 429 when the client asks for too many
     */
    public Uni<Boolean> admitMail(String recipient, String address) {
        Limits.Mails mails = limits.mails();
        String reader = subject(Purpose.MAIL, "account", Emails.normalised(recipient));
        Uni<Verdict> client = address == null
                ? Uni.createFrom().item(Verdict.admitted(null))
                : windows.count(subject(Purpose.MAIL, "address", address), mails.fromAddress(), mails.window(), null);
        return client.chain(verdict -> verdict.admitted()
                ? windows.count(reader, mails.toRecipient(), mails.window(), null)
                        .map(Verdict::admitted)
                : refuse(TOO_MANY_MAILS, verdict));
    }

    private Uni<Verdict> countAddress(String client) {
        Limits.Address address = limits.address();
        return client == null
                ? Uni.createFrom().item(Verdict.admitted(null))
                : windows.count(client, address.failures(), address.window(), address.block())
                        .chain(verdict ->
                                verdict.admitted() ? Uni.createFrom().item(verdict) : refuse(TOO_MANY, verdict));
    }

    private Uni<Void> takeBackAddress(Ticket ticket) {
        return ticket.address() == null ? Uni.createFrom().voidItem() : windows.takeBack(ticket.address(), ticket.at());
    }

    private static <T> Uni<T> refuse(String detail, Verdict verdict) {
        return Uni.createFrom()
                .failure(Problems.tooManyRequests(detail.formatted(verdict.waitSeconds()), verdict.waitSeconds()));
    }

    private String both(String account, String address) {
        return subject(Purpose.LOGIN, "account and address", account + "\n" + address);
    }

    private String subject(Purpose purpose, String kind, String value) {
        return Digest.of(String.join("\n", site, purpose.label(), kind, value)).base64(32);
    }
}
