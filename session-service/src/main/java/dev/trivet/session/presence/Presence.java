package dev.trivet.session.presence;

import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Last activity and who is online, in PostgreSQL. */
@Singleton
public class Presence {

    /** Whoever did something within this time is online. Gateways report a session's activity every 30 s at most. */
    public static final Duration ONLINE = Duration.ofMinutes(2);

    private static final String SINCE = "now() - interval '" + ONLINE.toSeconds() + " seconds'";
    private static final String LIVE = " s.site = $1 and s.ended_at is null and s.expires_at > now()";

    /** Rows that somebody else is changing are skipped: he is active too, and the next report comes soon. */
    private static final String SEEN = """
            with seen as (
              select id, account_id from session where site = $1 and id = any($2) and ended_at is null
               order by id for update skip locked),
            sessions as (
              update session s set last_seen_at = now() from seen where s.id = seen.id),
            people as (
              select id from account where id in (select account_id from seen) order by id for update skip locked)
            update account a set last_seen_at = now() from people where a.id = people.id
            """;

    private final Pool pool;
    private final String site;

    Presence(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /** Somebody who is online. */
    public record Online(UUID id, String name, String email, int sessions, Instant lastSeenAt) {}

    /** How many there are. */
    record Counts(long sessions, long people) {}

    /** These sessions have been used just now. */
    Uni<Void> seen(Collection<UUID> sessions) {
        return pool.preparedQuery(SEEN)
                .execute(Tuple.of(site, sessions.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** Which of these are online. */
    Uni<Set<UUID>> among(Collection<UUID> accounts) {
        return pool.preparedQuery("select distinct s.account_id from session s where" + LIVE
                        + " and s.account_id = any($2)" + " and s.last_seen_at > " + SINCE)
                .execute(Tuple.of(site, accounts.toArray(UUID[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID(0))
                        .collect(Collectors.toSet()));
    }

    /** Those who are online, who did something last first. */
    Uni<List<Online>> online(int most) {
        String select = "select a.id, a.name, a.email, count(*) as sessions, max(s.last_seen_at) as seen"
                + " from session s join account a on a.id = s.account_id where" + LIVE + " and s.last_seen_at > "
                + SINCE
                + " group by a.id order by seen desc, a.id limit $2";
        return pool.preparedQuery(select).execute(Tuple.of(site, most)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> new Online(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("email"),
                        row.getInteger("sessions"),
                        row.getOffsetDateTime("seen").toInstant()))
                .toList());
    }

    Uni<Counts> count() {
        String select = "select count(*) as sessions, count(distinct s.account_id) filter (where s.last_seen_at > "
                + SINCE + ") as people from session s where" + LIVE;
        return pool.preparedQuery(select)
                .execute(Tuple.of(site))
                .map(rows -> rows.iterator().next())
                .map(row -> new Counts(row.getLong("sessions"), row.getLong("people")));
    }
}
