package dev.trivet.gateway.revocation;

import dev.trivet.common.token.Caller;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the journal has told: sessions, tokens and accounts' epochs that no longer count, each kept until the last token it
 * could concern has expired.
 *
 * <p>The journal's latest entries are told again and again, so each mark has the number of the entry that made it, and an
 * older entry changes nothing.
 */
final class Withdrawn {

    private final Map<UUID, Mark> sessions = new ConcurrentHashMap<>();
    private final Map<String, Mark> tokens = new ConcurrentHashMap<>();
    private final Map<UUID, Mark> epochs = new ConcurrentHashMap<>();

    /**
     * @param value of an account, its epoch; of a token, 1 when it is withdrawn and 0 when it counts again
     */
    private record Mark(long seq, long value, long forgetAtMillis) {

        Mark orNewer(Mark other) {
            return other.seq > seq ? other : this;
        }
    }

    /** @return whether that is news */
    boolean addSession(long seq, UUID session, long forgetAtMillis) {
        return add(sessions, session, new Mark(seq, 1, forgetAtMillis));
    }

    /** @return whether that is news */
    boolean addToken(long seq, String token, boolean lifted, long forgetAtMillis) {
        return add(tokens, token, new Mark(seq, lifted ? 0 : 1, forgetAtMillis));
    }

    /**
     * All tokens of the account from before the epoch.
     *
     * @return whether that is news
     */
    boolean addEpoch(long seq, UUID account, long epoch, long forgetAtMillis) {
        return add(epochs, account, new Mark(seq, epoch, forgetAtMillis));
    }

    private static <K> boolean add(Map<K, Mark> marks, K key, Mark mark) {
        return marks.merge(key, mark, Mark::orNewer) == mark;
    }

    boolean contains(Caller caller) {
        if (sessions.containsKey(caller.session())) {
            return true;
        }
        Mark token = tokens.get(caller.tokenId());
        if (token != null && token.value == 1) {
            return true;
        }
        Mark epoch = epochs.get(caller.user());
        return epoch != null && epoch.value > caller.epoch();
    }

    void forget(long nowMillis) {
        sessions.values().removeIf(mark -> mark.forgetAtMillis < nowMillis);
        tokens.values().removeIf(mark -> mark.forgetAtMillis < nowMillis);
        epochs.values().removeIf(mark -> mark.forgetAtMillis < nowMillis);
    }

    int size() {
        return sessions.size() + tokens.size() + epochs.size();
    }
}
