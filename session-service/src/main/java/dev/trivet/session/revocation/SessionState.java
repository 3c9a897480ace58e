package dev.trivet.session.revocation;

import dev.trivet.session.account.Account;

import java.util.List;
import java.util.UUID;

/**
 * What PostgreSQL says of one session and of the token that was shown.
 *
 * @param version the account's state version in the same snapshot
 * @param live whether the session and its account are in force
 * @param withdrawnTokens ids of tokens of the session that do not count although it is live
 */
public record SessionState(UUID session, Account account, long version, boolean live, List<String> withdrawnTokens) {

    long epoch() {
        return account.epoch();
    }

    public boolean accepts(String tokenId, long tokenEpoch) {
        return live && tokenEpoch >= epoch() && !withdrawnTokens.contains(tokenId);
    }
}
