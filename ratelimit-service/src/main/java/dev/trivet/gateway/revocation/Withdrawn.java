package dev.trivet.gateway.revocation;

import dev.trivet.common.token.Caller;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the journal has told: sessions and tokens that no longer count, each kept until the last token it could concern
 * has expired.
 */
final class Withdrawn {

    private final Map<UUID, Long> sessions = new ConcurrentHashMap<>();
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();

    void add(UUID session, String token, long forgetAtMillis) {
        if (session != null) {
            sessions.merge(session, forgetAtMillis, Math::max);
        }
        if (token != null) {
            tokens.merge(token, forgetAtMillis, Math::max);
        }
    }

    boolean contains(Caller caller) {
        return sessions.containsKey(caller.session()) || tokens.containsKey(caller.tokenId());
    }

    void forget(long nowMillis) {
        sessions.values().removeIf(forgetAt -> forgetAt < nowMillis);
        tokens.values().removeIf(forgetAt -> forgetAt < nowMillis);
    }

    int size() {
        return sessions.size() + tokens.size();
    }
}
