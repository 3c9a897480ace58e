package dev.trivet.gateway.revocation;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.token.Caller;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
    private final Questions questions = new Questions(System::nanoTime);

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
    public Future<Standing> ask(Caller caller, String token) {
        return here(questions.ask(token, () -> sessionService.introspect(token)))
                .map(active -> active && !journal.hasWithdrawn(caller) ? Standing.IN_FORCE : Standing.WITHDRAWN);
    }

    /** The answer on the event loop that asks, whichever asked first. */
    private static <T> Future<T> here(Future<T> answer) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return answer;
        }
        Promise<T> promise = Promise.promise();
        answer.onComplete(result -> context.runOnContext(ignored -> promise.handle(result)));
        return promise.future();
    }

    private static String text(Response field) {
        return field == null ? null : field.toString();
    }
}
