package dev.trivet.session.revocation;

import java.util.List;
import java.util.UUID;

/**
 * What PostgreSQL says of one session.
 *
 * @param version the account's state version in the same snapshot
 * @param epoch the account's epoch
 * @param live whether the session and its account are in force
 * @param withdrawnTokens ids of tokens of the session that do not count although it is live
 */
record SessionState(UUID session, long version, long epoch, boolean live, List<String> withdrawnTokens) {

    boolean accepts(String tokenId, long tokenEpoch) {
        return live && tokenEpoch >= epoch && !withdrawnTokens.contains(tokenId);
    }
}
