package dev.trivet.gateway.revocation;

import dev.trivet.common.token.Caller;
import dev.trivet.common.token.SessionHash;

import java.util.List;

/** How a token stands. */
public enum Standing {
    IN_FORCE,
    WITHDRAWN,
    /** Nothing is known; whoever needs to know must ask. */
    UNKNOWN;

    /** The fields of the user's hash that {@link #judge} wants, in its order. */
    static List<String> fields(Caller caller) {
        return List.of(SessionHash.EPOCH, SessionHash.session(caller.session()), SessionHash.token(caller.tokenId()));
    }

    /**
     * Reads what Redis knows.
     *
     * @param epoch the user's epoch, or null
     * @param session the session's field, or null
     * @param token the token's field, or null
     */
    static Standing judge(Caller caller, Long epoch, String session, String token) {
        if (token != null || SessionHash.ENDED.equals(session) || (epoch != null && epoch > caller.epoch())) {
            return WITHDRAWN;
        }
        return epoch != null && SessionHash.LIVE.equals(session) ? IN_FORCE : UNKNOWN;
    }
}
