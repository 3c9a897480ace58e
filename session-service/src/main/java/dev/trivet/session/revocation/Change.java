package dev.trivet.session.revocation;

import dev.trivet.common.token.SessionHash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What has changed about an account's sessions, to be told to the gateways once it is committed.
 *
 * @param version the account's state version after it
 * @param anew whether nothing that was known before counts any more
 * @param fields names and values in the user's hash
 */
public record Change(UUID account, long version, boolean anew, List<String> fields) {

    /** Every change raises the version by one. */
    public static Change of(UUID account, long version) {
        return new Change(account, version, false, List.of());
    }

    public Change epoch(long epoch) {
        return with(List.of(SessionHash.EPOCH, Long.toString(epoch)));
    }

    public Change began(UUID session) {
        return with(List.of(SessionHash.session(session), SessionHash.LIVE));
    }

    public Change ended(Collection<UUID> sessions) {
        return with(sessions.stream()
                .map(SessionHash::session)
                .flatMap(field -> List.of(field, SessionHash.ENDED).stream())
                .toList());
    }

    public Change withdrawn(Collection<String> tokenIds) {
        return with(tokenIds.stream()
                .map(SessionHash::token)
                .flatMap(field -> List.of(field, SessionHash.ENDED).stream())
                .toList());
    }

    /** The same, forgetting all that was known before: gateways will ask. */
    public Change fromNothing() {
        return new Change(account, version, true, fields);
    }

    private Change with(List<String> more) {
        List<String> all = new ArrayList<>(fields);
        all.addAll(more);
        return new Change(account, version, anew, List.copyOf(all));
    }
}
