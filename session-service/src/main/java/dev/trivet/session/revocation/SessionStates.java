package dev.trivet.session.revocation;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.token.Caller;
import dev.trivet.session.account.Accounts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Asks PostgreSQL whether a token and its session are in force. */
@Singleton
public class SessionStates {

    /** One statement, so that everything in the answer is of one moment. */
    private static final String SELECT = "select " + Accounts.COLUMNS + """
            , a.state_version,
                   coalesce(a.disabled_at is null and s.ended_at is null and s.expires_at > now(), false) as live,
                   array(select b.token_id from blacklist b
                          where b.site = $1 and (b.session_id = $3 or b.token_id = $4) and b.forget_at > now()) as withdrawn
              from account a
              left join session s on s.id = $3 and s.account_id = a.id
             where a.id = $2 and a.site = $1
            """;

    private final Pool pool;
    private final String site;

    SessionStates(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /** How things stand with the token's session; nothing when there is no such account. */
    public Uni<Optional<SessionState>> find(Caller caller) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(site, caller.user(), caller.session(), caller.tokenId()))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(state(caller.session(), rows.iterator().next())));
    }

    private static SessionState state(UUID session, Row row) {
        return new SessionState(
                session,
                Accounts.account(row),
                row.getLong("state_version"),
                row.getBoolean("live"),
                List.of(row.getArrayOfStrings("withdrawn")));
    }
}
