package dev.trivet.session.account;

import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The site's accounts in PostgreSQL. */
@Singleton
public class Accounts {

    private static final String COLUMNS = "id, email, name, password_hash, roles, epoch";

    private final Pool pool;
    private final String site;

    Accounts(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /** The account with this address, unless it is disabled. */
    public Uni<Optional<Account>> findByEmail(String email) {
        return find("email = $2", Emails.normalised(email));
    }

    /** The account with this id, unless it is disabled. */
    public Uni<Optional<Account>> findById(UUID id) {
        return find("id = $2", id);
    }

    Uni<Void> insertIfAbsent(Account account) {
        String sql = "insert into account (id, site, email, name, password_hash, roles)"
                + " values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
        Tuple values = Tuple.tuple(List.of(
                account.id(),
                site,
                Emails.normalised(account.email()),
                account.name(),
                account.passwordHash(),
                account.roles().toArray(String[]::new)));
        return pool.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    private Uni<Optional<Account>> find(String condition, Object value) {
        return pool.preparedQuery("select " + COLUMNS + " from account where site = $1 and " + condition
                        + " and disabled_at is null")
                .execute(Tuple.of(site, value))
                .map(RowSet::iterator)
                .map(rows -> rows.hasNext() ? Optional.of(account(rows.next())) : Optional.empty());
    }

    private static Account account(Row row) {
        return new Account(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("password_hash"),
                List.of(row.getArrayOfStrings("roles")),
                row.getLong("epoch"));
    }
}
