package dev.trivet.session.revocation;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.token.AccessTokens;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The revocation journal: every withdrawal in the order of its number, kept as long as a token that it withdraws could
 * still be presented.
 */
@Singleton
public class Journal {

    /**
     * Numbers are given before commit, so a lower one can appear after a higher one. Whoever follows the journal is sent
     * this span again and again; no transaction here takes nearly as long.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final int PAGE = 5_000;
    private static final Duration FORGET_EVERY = Duration.ofMinutes(5);
    private static final Logger LOG = Logger.getLogger(Journal.class);

    private final Pool pool;
    private final String site;
    private final Duration keep;

    Journal(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
        this.keep = pack.sessions().access().plusSeconds(2L * AccessTokens.SKEW_SECONDS);
    }

    /** A session that has ended or, when there is no session, a single token that has been withdrawn. */
    record Entry(long seq, UUID session, String token, long forgetAtMillis) {}

    /** Records a withdrawal in the transaction that brings it about. */
    public Uni<Void> record(SqlConnection transaction, UUID account, UUID session, String tokenId) {
        String insert = "insert into revocation (site, account_id, session_id, token_id, forget_at)"
                + " values ($1, $2, $3, $4, $5)";
        OffsetDateTime forget = OffsetDateTime.now(ZoneOffset.UTC).plus(keep);
        return transaction
                .preparedQuery(insert)
                .execute(Tuple.of(site, account, session, tokenId, forget))
                .replaceWithVoid();
    }

    /** What came after a number, and once more, as far as there is room, what came lately. */
    Uni<List<Entry>> after(long seq) {
        String select = "select seq, session_id, token_id, forget_at from revocation"
                + " where site = $1 and forget_at > now() and (seq > $2 or recorded_at > $3)"
                + " order by seq <= $2, seq limit " + PAGE;
        OffsetDateTime lately = OffsetDateTime.now(ZoneOffset.UTC).minus(OVERLAP);
        return pool.preparedQuery(select).execute(Tuple.of(site, seq, lately)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(Journal::entry)
                .toList());
    }

    void startForgetting(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(FORGET_EVERY.toMillis(), timer -> forget());
    }

    /** Drops what can no longer concern any token, and sessions that ended or ran out a day ago. */
    private void forget() {
        pool.query("delete from revocation where forget_at < now()")
                .execute()
                .chain(() -> pool.query(
                                "delete from session where coalesce(ended_at, expires_at) < now() - interval '1 day'")
                        .execute())
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("old entries stay a while: %s", failure.getMessage()));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong("seq"),
                row.getUUID("session_id"),
                row.getString("token_id"),
                row.getOffsetDateTime("forget_at").toInstant().toEpochMilli());
    }
}
