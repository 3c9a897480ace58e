package dev.trivet.common.token;

import java.util.UUID;

/**
 * What Redis knows of one user's sessions: a hash whose fields session-service writes and the gateway reads.
 *
 * <p>Live sessions and withdrawn tokens stand in the same hash on purpose. If Redis loses it, it loses both, and a
 * missing field always means "ask session-service", never "allowed". So no flush and no eviction can bring a withdrawn
 * token back.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><td>{@code v}</td><td>version of what is known, raised with every change in PostgreSQL</td></tr>
 * <tr><td>{@code ep}</td><td>the user's epoch: tokens with a lower one are withdrawn</td></tr>
 * <tr><td>a session's id</td><td>{@link #LIVE} or {@link #ENDED}</td></tr>
 * <tr><td>{@code j:} and a token's id</td><td>{@link #ENDED}</td></tr>
 * </table>
 */
public final class SessionHash {

    public static final String VERSION = "v";
    public static final String EPOCH = "ep";
    public static final String LIVE = "1";
    public static final String ENDED = "0";

    private SessionHash() {}

    public static String session(UUID session) {
        return session.toString();
    }

    public static String token(String tokenId) {
        return "j:" + tokenId;
    }
}
