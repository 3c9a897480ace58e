package dev.trivet.session.throttle;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/**
 * Client addresses from which accounts' owners have signed in lately. Failures from there are counted by themselves, so
 * that somebody who guesses elsewhere cannot keep the owner out.
 */
@Singleton
class Known {

    private static final String REMEMBER = "insert into throttle_known (subject, forget_at)"
            + " values ($1, now() + interval '90 days') on conflict (subject) do update"
            + " set forget_at = excluded.forget_at where throttle_known.forget_at < now() + interval '89 days'";

    private final Pool pool;

    Known(Pool pool) {
        this.pool = pool;
    }

    Uni<Boolean> contains(String subject) {
        return pool.preparedQuery("select 1 from throttle_known where subject = $1 and forget_at > now()")
                .execute(Tuple.of(subject))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> remember(String subject) {
        return pool.preparedQuery(REMEMBER).execute(Tuple.of(subject)).replaceWithVoid();
    }
}
