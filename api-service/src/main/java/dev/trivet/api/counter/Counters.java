package dev.trivet.api.counter;

import dev.trivet.common.pack.Counter;
import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * The site's counters. Their truth is PostgreSQL, so no flush of Redis and no dead process loses any.
 *
 * <p>All raises of one counter meet in one row. So while one statement is under way, those who come meanwhile wait
 * together for the next, which raises by their number: the row is written once a round trip, however many raise it.
 */
@Singleton
public class Counters {

    private static final String RAISE = """
            insert into counter (site, name, period, value) values ($1, $2, $3, $4)
            on conflict (site, name, period) do update set value = counter.value + excluded.value
            returning value
            """;

    private final Pool pool;
    private final Pack pack;
    private final Clock clock;
    private final Map<String, Batches> batchesByName = new ConcurrentHashMap<>();

    @Inject
    Counters(Pool pool, Pack pack) {
        this(pool, pack, Clock.system(pack.timeZone()));
    }

    Counters(Pool pool, Pack pack, Clock clock) {
        this.pool = pool;
        this.pack = pack;
        this.clock = clock;
    }

    /** Whether the site has a counter of this name. */
    public boolean has(String name) {
        return pack.counters().containsKey(name);
    }

    /** Raises a counter by one; its value after that, once it cannot be lost any more. */
    public Uni<Long> raise(String name) {
        String period = period(name);
        return batchesByName.computeIfAbsent(name, key -> new Batches()).join(period, by -> pool.preparedQuery(RAISE)
                .execute(Tuple.of(pack.site(), name, period, (long) by))
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    /** The present values of counters, by name; nought for those that nobody has raised yet. */
    public Uni<Map<String, Long>> read(Collection<String> names) {
        List<String> asked = List.copyOf(names);
        String[] periods = asked.stream().map(this::period).toArray(String[]::new);
        return pool.preparedQuery("select name, value from counter where site = $1"
                        + " and (name, period) in (select * from unnest($2::text[], $3::text[]))")
                .execute(Tuple.of(pack.site(), asked.toArray(String[]::new), periods))
                .map(rows -> {
                    Map<String, Long> values = new HashMap<>();
                    asked.forEach(name -> values.put(name, 0L));
                    StreamSupport.stream(rows.spliterator(), false)
                            .forEach(row -> values.put(row.getString("name"), row.getLong("value")));
                    return values;
                });
    }

    /** The period that it is now by the site's clock, as text. */
    private String period(String name) {
        Counter.Period period = pack.counters().get(name).period();
        return switch (period) {
            case DAY -> LocalDate.now(clock).toString();
            case MONTH -> YearMonth.now(clock).toString();
            case EVER -> "";
        };
    }
}
