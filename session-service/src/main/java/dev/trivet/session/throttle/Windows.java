package dev.trivet.session.throttle;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * Attempts within a while that slides along, each with its time: never more than the limit, whenever one begins to look.
 * When it is full, one more attempt is refused and begins the block. Nothing is counted while that lasts, and what was
 * counted before it is settled by it.
 */
@Singleton
class Windows {

    private static final String COUNT = """
            insert into throttle_window as t (subject, times, blocked_until, forget_at)
            values ($1, array[clock_timestamp()], '-infinity', clock_timestamp() + $3::bigint * interval '1 millisecond')
            on conflict (subject) do update set (times, blocked_until, forget_at) = (
                select case when is_full then kept else kept || now end,
                       case when not is_full then '-infinity'
                            when $4::bigint is null then kept[1] + $3::bigint * interval '1 millisecond'
                            else now + $4::bigint * interval '1 millisecond' end,
                       now + greatest($3::bigint, $4::bigint) * interval '1 millisecond'
                from (select kept, now, cardinality(kept) >= $2::int as is_full
                      from (select clock_timestamp() as now, array(
                                select at from unnest(t.times) as at
                                where at > clock_timestamp() - $3::bigint * interval '1 millisecond'
                                  and ($4::bigint is null or t.blocked_until = '-infinity'
                                       or at > t.blocked_until - $4::bigint * interval '1 millisecond'))
                                as kept) as looked) as judged)
            where t.blocked_until <= clock_timestamp()
            returning blocked_until = '-infinity' as admitted, times[cardinality(times)] as at
            """;

    private static final String WAIT = """
            select ceil(extract(epoch from blocked_until - clock_timestamp()) * 1000)::bigint
            from throttle_window where subject = $1 and blocked_until <> '-infinity'
            """;

    /** There is room again, so a block that there was no room for is over. */
    private static final String TAKE_BACK = """
            update throttle_window set times = array_remove(times, $2), blocked_until = '-infinity'
            where subject = $1 and $2 = any(times)
            """;

    private final Pool pool;

    Windows(Pool pool) {
        this.pool = pool;
    }

    /**
     * Counts an attempt, unless there were as many within the window already.
     *
     * @param block how long nothing is admitted then; null until the window has room
     */
    Uni<Verdict> count(String subject, int most, Duration window, Duration block) {
        Long blockMillis = block == null ? null : block.toMillis();
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(subject, most, window.toMillis(), blockMillis))
                .chain(rows -> {
                    Row row = rows.rowCount() == 1 ? rows.iterator().next() : null;
                    return row != null && row.getBoolean("admitted")
                            ? Uni.createFrom().item(Verdict.admitted(row.getOffsetDateTime("at")))
                            : refused(subject);
                });
    }

    /** The attempt counted at this time was none. */
    Uni<Void> takeBack(String subject, OffsetDateTime at) {
        return pool.preparedQuery(TAKE_BACK).execute(Tuple.of(subject, at)).replaceWithVoid();
    }

    private Uni<Verdict> refused(String subject) {
        return pool.preparedQuery(WAIT)
                .execute(Tuple.of(subject))
                .map(rows -> Verdict.refused(
                        rows.rowCount() == 0 ? 0 : rows.iterator().next().getLong(0)));
    }
}
