package dev.trivet.session.revocation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks PostgreSQL whether a session is in force. */
@Singleton
class SessionStates {

    /** One statement, so that everything in the answer is of one moment. */
    private static final String SELECT = """
            select a.state_version, a.epoch,
                   coalesce(a.disabled_at is null and s.ended_at is null and s.expires_at > now(), false) as live,
                   array(select r.token_id from revocation r
                          where r.session_id = $2 and r.token_id is not null and r.forget_at > now()) as withdrawn
              from account a
              left join session s on s.id = $2 and s.account_id = a.id
             where a.id = $1
            """;

    private final Pool pool;

    SessionStates(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<SessionState>> find(UUID account, UUID session) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(account, session))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(state(session, rows.iterator().next())));
    }

    private static SessionState state(UUID session, Row row) {
        return new SessionState(
                session,
                row.getLong("state_version"),
                row.getLong("epoch"),
                row.getBoolean("live"),
                List.of(row.getArrayOfStrings("withdrawn")));
    }
}
