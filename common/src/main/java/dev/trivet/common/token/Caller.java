package dev.trivet.common.token;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Who a verified access token says is asking.
 *
 * @param session the sign-in that the token came from
 * @param tokenId the token's own id ({@code jti})
 * @param epoch the user's count of sign-outs everywhere when the token was made; a lower one than now is withdrawn
 * @param expires when the token ends by itself
 */
public record Caller(UUID user, UUID session, String tokenId, long epoch, List<String> roles, Instant expires) {

    public Caller {
        roles = List.copyOf(roles);
    }
}
