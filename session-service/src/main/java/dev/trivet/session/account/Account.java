package dev.trivet.session.account;

import io.vertx.mutiny.sqlclient.Row;

import java.util.List;
import java.util.UUID;

/**
 * A person's account.
 *
 * @param epoch raised by whatever withdraws all tokens; tokens carry the one that they were made under
 */
public record Account(UUID id, String email, String name, String passwordHash, List<String> roles, long epoch) {

    /** The columns that {@link #of} reads, of a table named or aliased {@code a}. */
    public static final String COLUMNS = "a.id as account_id, a.email, a.name, a.password_hash, a.roles, a.epoch";

    Account withHash(String hash) {
        return new Account(id, email, name, hash, roles, epoch);
    }

    public static Account of(Row row) {
        return new Account(
                row.getUUID("account_id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("password_hash"),
                List.of(row.getArrayOfStrings("roles")),
                row.getLong("epoch"));
    }
}
