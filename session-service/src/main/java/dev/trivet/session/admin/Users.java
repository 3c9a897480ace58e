package dev.trivet.session.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.pack.Pack;
import dev.trivet.session.presence.Presence;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Accounts as administrators see them. */
@Singleton
class Users {

    private static final String SELECT =
            "select a.id, a.email, a.name, a.roles, a.disabled_at, a.created_at, a.last_seen_at,"
                    + " exists(select 1 from session s where s.account_id = a.id and s.ended_at is null and s.expires_at > now()"
                    + " and s.last_seen_at > now() - interval '" + Presence.ONLINE.toSeconds() + " seconds') as online"
                    + " from account a where a.site = $1";

    private static final String LIST = SELECT
            + " and ($2::text is null or a.email like $2 or lower(a.name) like $2 or a.id::text = $3)"
            + " and ($4::text is null or $4 = any(a.roles))"
            + " and ($5::boolean is null or (a.disabled_at is not null) = $5)"
            + " and ($6::uuid is null or (a.created_at, a.id) < (select b.created_at, b.id from account b where b.id = $6))"
            + " order by a.created_at desc, a.id desc limit $7";

    private final Pool pool;
    private final String site;

    Users(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /** An account; {@code lastSeenAt} is null when it was never used. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(
            UUID id,
            String email,
            String name,
            List<String> roles,
            boolean disabled,
            boolean online,
            Instant createdAt,
            Instant lastSeenAt) {}

    /**
     * Which accounts, the newest first.
     *
     * @param text what address or name holds, or the id; or null
     * @param role a role held itself, or null
     * @param after the last one of the page before, or null
     */
    record Question(String text, String role, Boolean disabled, UUID after, int limit) {}

    Uni<List<User>> list(Question question) {
        String text = question.text() == null ? null : question.text().strip().toLowerCase(Locale.ROOT);
        Tuple values = Tuple.tuple(Arrays.asList(
                site,
                text == null ? null : "%" + text.replaceAll("([%_\\\\])", "\\\\$1") + "%",
                text,
                question.role(),
                question.disabled(),
                question.after(),
                question.limit()));
        return pool.preparedQuery(LIST).execute(values).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(Users::user)
                .toList());
    }

    Uni<Optional<User>> find(UUID id) {
        return pool.preparedQuery(SELECT + " and a.id = $2")
                .execute(Tuple.of(site, id))
                .map(RowSet::iterator)
                .map(rows -> rows.hasNext() ? Optional.of(user(rows.next())) : Optional.empty());
    }

    private static User user(Row row) {
        OffsetDateTime seen = row.getOffsetDateTime("last_seen_at");
        return new User(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("roles")),
                row.getOffsetDateTime("disabled_at") != null,
                row.getBoolean("online"),
                row.getOffsetDateTime("created_at").toInstant(),
                seen == null ? null : seen.toInstant());
    }
}
