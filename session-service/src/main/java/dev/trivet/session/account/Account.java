package dev.trivet.session.account;

import java.util.List;
import java.util.UUID;

/**
 * A person's account.
 *
 * @param epoch raised by whatever withdraws all tokens; tokens carry the one that they were made under
 */
public record Account(UUID id, String email, String name, String passwordHash, List<String> roles, long epoch) {

    Account withHash(String hash) {
        return new Account(id, email, name, hash, roles, epoch);
    }
}
