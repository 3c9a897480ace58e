package dev.trivet.session.admin;

import dev.trivet.common.pack.Pack;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.account.Newcomers;
import dev.trivet.session.account.Passwords;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.revocation.SessionEnds;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Gives those whom the environment names an account, if they have none, and makes administrators of them.
 *
 * <p>Nobody knows the first password, for nobody has chosen it: whoever owns the mailbox has a new one sent. If they
 * registered like everybody else, a stranger could register with such an address first, and the owner's click in the mail
 * would make an administrator whose password the stranger knows.
 */
@Singleton
class FirstAdministrators {

    private static final Logger LOG = Logger.getLogger(FirstAdministrators.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PASSWORD_BYTES = 32;
    private static final String PROMOTE = "update account set roles = roles || $3::text where site = $1"
            + " and email = $2 and not ($3 = any(roles)) returning id";

    private final Pool pool;
    private final Accounts accounts;
    private final Newcomers newcomers;
    private final Passwords passwords;
    private final SessionEnds ends;
    private final Audit audit;
    private final String site;

    FirstAdministrators(
            Pool pool,
            Accounts accounts,
            Newcomers newcomers,
            Passwords passwords,
            SessionEnds ends,
            Audit audit,
            Pack pack) {
        this.pool = pool;
        this.accounts = accounts;
        this.newcomers = newcomers;
        this.passwords = passwords;
        this.ends = ends;
        this.audit = audit;
        this.site = pack.site();
    }

    @Startup
    void appoint() {
        Multi.createFrom()
                .iterable(newcomers.administrators())
                .onItem()
                .transformToUniAndConcatenate(this::appoint)
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);
    }

    private Uni<Void> appoint(String email) {
        return accounts.isKnown(pool, email)
                .chain(known ->
                        known ? promote(email) : passwords.hash(nobodysGuess()).chain(hash -> open(email, hash)));
    }

    private Uni<Void> open(String email, String hash) {
        List<String> roles = Stream.concat(newcomers.roles().stream(), Stream.of(newcomers.administratorRole()))
                .distinct()
                .toList();
        String name = email.substring(0, email.lastIndexOf('@'));
        var account = new Account(UUID.randomUUID(), email, name, hash, roles, 0);
        return pool.withTransaction(transaction -> accounts.insertIfAbsent(transaction, account)
                .chain(isNew -> isNew ? record(transaction, Action.REGISTERED, account.id()) : promote(email)));
    }

    private Uni<Void> promote(String email) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(PROMOTE)
                .execute(Tuple.of(site, email, newcomers.administratorRole()))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    UUID id = rows.iterator().next().getUUID("id");
                    return ends.raiseEpoch(transaction, id).chain(() -> record(transaction, Action.ROLES_CHANGED, id));
                }));
    }

    private Uni<Void> record(SqlConnection transaction, Action action, UUID id) {
        LOG.infof("an account is an administrator's now, by TRIVET_PEOPLE_ADMINISTRATORS: %s", id);
        JsonObject detail = new JsonObject().put("given", newcomers.administratorRole());
        return audit.record(transaction, new Entry(action, null, null, id, null, detail));
    }

    private static String nobodysGuess() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
