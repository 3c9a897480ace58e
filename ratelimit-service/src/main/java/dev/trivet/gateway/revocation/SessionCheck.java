package dev.trivet.gateway.revocation;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.token.Caller;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;

/** Finds out how a token stands. */
@Singleton
public class SessionCheck {

    private final RedisLinks redis;
    private final RedisKeys keys;
    private final JournalFollower journal;
    private final SessionService sessionService;

    SessionCheck(RedisLinks redis, RedisKeys keys, JournalFollower journal, SessionService sessionService) {
        this.redis = redis;
        this.keys = keys;
        this.journal = journal;
        this.sessionService = sessionService;
    }

    /**
     * What the journal and Redis know. Sent in the same breath as the limits' script, this costs no round trip of its
     * own. Never fails: a fresh journal stands in for a Redis that is away.
     */
    public Future<Standing> look(Caller caller) {
        if (journal.hasWithdrawn(caller)) {
            return Future.succeededFuture(Standing.WITHDRAWN);
        }
        Request request = Request.cmd(Command.HMGET).arg(keys.sessions(caller.user()));
        Standing.fields(caller).forEach(request::arg);
        return redis.send(request)
                .map(fields -> Standing.judge(
                        caller,
                        fields.get(0) == null ? null : fields.get(0).toLong(),
                        text(fields.get(1)),
                        text(fields.get(2))))
                .otherwise(failure -> journal.fresh() ? Standing.IN_FORCE : Standing.UNKNOWN);
    }

    /** PostgreSQL's word. Fails when session-service does not answer. */
    public Future<Standing> ask(String token) {
        return sessionService.introspect(token).map(active -> active ? Standing.IN_FORCE : Standing.WITHDRAWN);
    }

    private static String text(Response field) {
        return field == null ? null : field.toString();
    }
}
