package dev.trivet.session.revocation;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Repeats in Redis what PostgreSQL has committed about a user's sessions, so that gateways see it at once, and tells them
 * that the journal has grown.
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

    /** A hash with more fields begins anew: what somebody who signs in and out all day leaves behind has an end. */
    private static final int MOST_FIELDS = 256;

    private final RedisLinks redis;
    private final RedisKeys keys;

    SessionPublisher(RedisLinks redis, RedisKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** Something has been withdrawn. */
    public Uni<Void> withdrew(Change change) {
        return quietly(() -> Future.join(write(change, change.version() - 1), hurry()));
    }

    /** Somebody has signed in. */
    public Uni<Void> began(Change change) {
        return quietly(() -> write(change, change.version() - 1));
    }

    /** Something that belongs to no account we know of has been withdrawn. */
    Uni<Void> withdrewUnknown() {
        return quietly(this::hurry);
    }

    /** What PostgreSQL says now, for a gateway that found nothing in Redis. */
    Uni<Void> refill(UUID account, SessionState state) {
        Change known = Change.of(account, state.version()).epoch(state.epoch()).withdrawn(state.withdrawnTokens());
        Change change = state.live() ? known.began(state.session()) : known.ended(List.of(state.session()));
        return quietly(() -> write(change, state.version()));
    }

    private Future<Response> write(Change change, long follows) {
        List<Object> args = new ArrayList<>(
                List.of(follows, change.version(), KEEP.toMillis(), change.anew() ? 1 : 0, MOST_FIELDS));
        args.addAll(change.fields());
        return PUBLISH.run(redis, List.of(keys.sessions(change.account())), args);
    }

    private Future<Response> hurry() {
        return redis.send(Request.cmd(Command.PUBLISH).arg(keys.revocations()).arg(""));
    }

    private static Uni<Void> quietly(java.util.function.Supplier<Future<?>> telling) {
        return Uni.createFrom()
                .completionStage(() -> telling.get().toCompletionStage())
                .onFailure()
                .invoke(failure -> LOG.debugf("a session change did not reach Redis: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
