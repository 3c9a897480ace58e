package dev.trivet.session.account;

import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The site's accounts in PostgreSQL. */
@Singleton
public class Accounts {

    /** The columns that {@link #account} reads, of a table named or aliased {@code a}. */
    public static final String COLUMNS = "a.id as account_id, a.email, a.name, a.password_hash, a.roles, a.epoch";

    private final Pool pool;
    private final String site;

    Accounts(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /** The account with this address, unless it is disabled. */
    public Uni<Optional<Account>> findByEmail(String email) {
        return findByEmail(pool, email);
    }

    /** The same, as a transaction sees it. */
    public Uni<Optional<Account>> findByEmail(SqlClient client, String email) {
        return find(client, "a.email = $2 and a.disabled_at is null", Emails.normalised(email));
    }

    /** The account with this id, unless it is disabled. */
    public Uni<Optional<Account>> findById(UUID id) {
        return find(pool, "a.id = $2 and a.disabled_at is null", id);
    }

    /** Whether an address has an account, disabled or not. */
    public Uni<Boolean> isKnown(SqlClient client, String email) {
        return find(client, "a.email = $2", Emails.normalised(email)).map(Optional::isPresent);
    }

    /** @return whether it was new */
    public Uni<Boolean> insertIfAbsent(SqlClient client, Account account) {
        String sql = "insert into account (id, site, email, name, password_hash, roles)"
                + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
        Tuple values = Tuple.tuple(List.of(
                account.id(),
                site,
                Emails.normalised(account.email()),
                account.name(),
                account.passwordHash(),
                account.roles().toArray(String[]::new)));
        return client.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == 1);
    }

    /**
     * Puts a stronger hash of the same password in place of an older one.
     *
     * @return the account with it, or as it was when the password has changed meanwhile
     */
    public Uni<Account> rehash(Account account, String hash) {
        return pool.preparedQuery("update account set password_hash = $3 where id = $1 and password_hash = $2")
                .execute(Tuple.of(account.id(), account.passwordHash(), hash))
                .map(rows -> rows.rowCount() == 0 ? account : account.withHash(hash));
    }

    private Uni<Optional<Account>> find(SqlClient client, String condition, Object value) {
        return client.preparedQuery("select " + Accounts.COLUMNS + " from account a where a.site = $1 and " + condition)
                .execute(Tuple.of(site, value))
                .map(RowSet::iterator)
                .map(rows -> rows.hasNext() ? Optional.of(Accounts.account(rows.next())) : Optional.empty());
    }

    public static Account account(Row row) {
        return new Account(
                row.getUUID("account_id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("password_hash"),
                List.of(row.getArrayOfStrings("roles")),
                row.getLong("epoch"));
    }
}
