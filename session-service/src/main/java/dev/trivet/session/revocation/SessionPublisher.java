package dev.trivet.session.revocation;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.redis.Script;
import dev.trivet.common.token.SessionHash;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Repeats in Redis what PostgreSQL has committed about a user's sessions, so that gateways see it at once.
 *
 * <p>Nothing here may fail a sign-in or a sign-out: they have happened. What does not reach Redis, gateways learn from
 * the journal, or by asking.
 */
@Singleton
public class SessionPublisher {

    private static final Logger LOG = Logger.getLogger(SessionPublisher.class);
    private static final Script PUBLISH = Script.beside(SessionPublisher.class, "publish.lua");

    /** How long Redis keeps a user's hash. When it goes, gateways ask and it comes back. */
    private static final Duration KEEP = Duration.ofHours(24);

    private final RedisLinks redis;
    private final RedisKeys keys;

    SessionPublisher(RedisLinks redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** A session has begun; {@code version} is the account's after that. */
    public Uni<Void> began(UUID account, long epoch, UUID session, long version) {
        return publish(
                account,
                version - 1,
                version,
                List.of(SessionHash.EPOCH, Long.toString(epoch), SessionHash.session(session), SessionHash.LIVE));
    }

    /** A session has ended, and with it its token; {@code version} is the account's after that. */
    public Uni<Void> ended(UUID account, UUID session, String tokenId, long version) {
        return publish(
                account, version - 1, version, endedFields(session, tokenId == null ? List.of() : List.of(tokenId)));
    }

    /** What PostgreSQL says now, for a gateway that found nothing in Redis. */
    Uni<Void> refill(UUID account, SessionState state) {
        List<String> fields = new ArrayList<>(List.of(SessionHash.EPOCH, Long.toString(state.epoch())));
        if (state.live()) {
            fields.add(SessionHash.session(state.session()));
            fields.add(SessionHash.LIVE);
            state.withdrawnTokens().forEach(token -> addEndedToken(fields, token));
        } else {
            fields.addAll(endedFields(state.session(), state.withdrawnTokens()));
        }
        return publish(account, state.version(), state.version(), fields);
    }

    private static List<String> endedFields(UUID session, List<String> tokenIds) {
        List<String> fields = new ArrayList<>(List.of(SessionHash.session(session), SessionHash.ENDED));
        tokenIds.forEach(token -> addEndedToken(fields, token));
        return fields;
    }

    private static void addEndedToken(List<String> fields, String tokenId) {
        fields.add(SessionHash.token(tokenId));
        fields.add(SessionHash.ENDED);
    }

    private Uni<Void> publish(UUID account, long follows, long version, List<String> fields) {
        List<Object> args = new ArrayList<>(List.of(follows, version, KEEP.toMillis()));
        args.addAll(fields);
        return Uni.createFrom()
                .completionStage(() -> PUBLISH.run(redis, List.of(keys.sessions(account)), args)
                        .toCompletionStage())
                .onFailure()
                .invoke(failure -> LOG.debugf("a session change did not reach Redis: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
