package dev.trivet.session.throttle;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/**
 * Failures in a row, each of which may make the next attempt wait. One statement reads and counts, and the row's lock makes
 * attempts at the same time follow each other. The clock is read when the lock is had, not when the wait for it began.
 */
@Singleton
class Streaks {

    private static final String COUNT = """
            insert into throttle_streak as t (subject, failures, blocked_until, forget_at)
            values ($1, 1, clock_timestamp() + ($2::bigint[])[1] * interval '1 millisecond',
                clock_timestamp() + interval '1 day')
            on conflict (subject) do update set (failures, blocked_until, forget_at) = (
                select n, wait_until, wait_until + interval '1 day'
                from (select n, clock_timestamp()
                             + ($2::bigint[])[least(n, cardinality($2::bigint[]))] * interval '1 millisecond'
                             as wait_until
                      from (select case when t.forget_at <= clock_timestamp() then 1 else t.failures + 1 end as n)
                           as counted)
                     as waiting)
            where t.blocked_until <= clock_timestamp()
            returning failures
            """;

    private static final String WAIT = """
            select ceil(extract(epoch from blocked_until - clock_timestamp()) * 1000)::bigint
            from throttle_streak where subject = $1
            """;

    /** One that made somebody wait counts on: it is not known how long the one before would have made him wait. */
    private static final String TAKE_BACK = """
            update throttle_streak set failures = failures - 1
            where subject = $1 and failures > 0 and blocked_until <= clock_timestamp()
            """;

    private final Pool pool;

    Streaks(Pool pool) {
        this.pool = pool;
    }

    /** Counts a failure, unless the last one makes it wait. */
    Uni<Verdict> count(String subject, long[] waits) {
        Long[] millis = java.util.Arrays.stream(waits).boxed().toArray(Long[]::new);
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(subject, millis))
                .chain(rows -> rows.rowCount() == 1 ? Uni.createFrom().item(Verdict.admitted(null)) : refused(subject));
    }

    /** The streak is over. */
    Uni<Void> end(String subject) {
        return pool.preparedQuery("delete from throttle_streak where subject = $1")
                .execute(Tuple.of(subject))
                .replaceWithVoid();
    }

    Uni<Void> takeBack(String subject) {
        return pool.preparedQuery(TAKE_BACK).execute(Tuple.of(subject)).replaceWithVoid();
    }

    private Uni<Verdict> refused(String subject) {
        return pool.preparedQuery(WAIT)
                .execute(Tuple.of(subject))
                .map(rows -> Verdict.refused(
                        rows.rowCount() == 0 ? 0 : rows.iterator().next().getLong(0)));
    }
}
