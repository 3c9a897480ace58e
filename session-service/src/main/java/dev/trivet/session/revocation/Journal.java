package dev.trivet.session.revocation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Sessions;
import dev.trivet.common.token.AccessTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The revocation journal: every withdrawal in the order of its number, kept as long as a token that it withdraws could
 * still be presented. Entries are written in the transaction that brings the withdrawal about.
 */
@Singleton
public class Journal {

    /** How long any token can be presented from now on, clocks being what they are. */
    public static final Duration LONGEST = Sessions.LONGEST_ACCESS.plusSeconds(2L * AccessTokens.SKEW_SECONDS);

    /**
     * Numbers are given before commit, so a lower one can appear after a higher one. Whoever follows the journal is sent
     * this span again and again; no transaction here takes nearly as long.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final int PAGE = 5_000;
    private static final String INSERT =
            "insert into revocation (site, account_id, session_id, token_id, epoch, lifted, forget_at) ";

    private final Pool pool;
    private final String site;

    Journal(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /**
     * What was withdrawn: a session, a single token, or everything of an account from before an epoch.
     *
     * @param ageMillis how long ago, by PostgreSQL's clock
     * @param lifted whether the token counts again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            long seq,
            UUID session,
            String token,
            UUID account,
            Long epoch,
            boolean lifted,
            long forgetAtMillis,
            long ageMillis) {}

    /** Sessions have ended. */
    public Uni<Void> ended(SqlClient transaction, UUID account, Collection<UUID> sessions) {
        return sessions.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(
                                INSERT + "select $1, $2, id, null, null, false, $4 from unnest($3::uuid[]) as id")
                        .execute(Tuple.of(site, account, sessions.toArray(UUID[]::new), in(LONGEST)))
                        .replaceWithVoid();
    }

    /** All tokens of an account from before this epoch count no more. */
    public Uni<Void> raised(SqlClient transaction, UUID account, long epoch) {
        return transaction
                .preparedQuery(INSERT + "values ($1, $2, null, null, $3, false, $4)")
                .execute(Tuple.of(site, account, epoch, in(LONGEST)))
                .replaceWithVoid();
    }

    /** A single token counts no more, or again. */
    Uni<Void> token(SqlClient transaction, UUID account, String tokenId, boolean lifted, Instant forgetAt) {
        return transaction
                .preparedQuery(INSERT + "values ($1, $2, null, $3, null, $4, $5)")
                .execute(Tuple.of(site, account, tokenId, lifted, forgetAt.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** What came after a number, and once more, as far as there is room, what came lately. */
    Uni<List<Entry>> after(long seq) {
        String select = "select seq, session_id, token_id, account_id, epoch, lifted, forget_at,"
                + " (extract(epoch from clock_timestamp() - recorded_at) * 1000)::bigint as age from revocation"
                + " where site = $1 and forget_at > now() and (seq > $2 or recorded_at > $3)"
                + " order by seq <= $2, case when seq > $2 then seq else -seq end limit " + PAGE;
        return pool.preparedQuery(select)
                .execute(Tuple.of(site, seq, in(OVERLAP.negated())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Journal::entry)
                        .toList());
    }

    private static OffsetDateTime in(Duration span) {
        return OffsetDateTime.now(ZoneOffset.UTC).plus(span);
    }

    private static Entry entry(Row row) {
        Long epoch = row.getLong("epoch");
        return new Entry(
                row.getLong("seq"),
                row.getUUID("session_id"),
                row.getString("token_id"),
                epoch == null ? null : row.getUUID("account_id"),
                epoch,
                row.getBoolean("lifted"),
                row.getOffsetDateTime("forget_at").toInstant().toEpochMilli(),
                row.getLong("age"));
    }
}
