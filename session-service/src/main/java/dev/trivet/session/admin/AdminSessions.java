package dev.trivet.session.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Live sessions as administrators see them. */
@Singleton
class AdminSessions {

    private static final String SELECT =
            "select s.id, s.account_id, a.email, a.roles, s.device, s.address, s.user_agent, s.created_at,"
                    + " s.last_seen_at, s.expires_at, s.token_id from session s join account a on a.id = s.account_id"
                    + " where s.site = $1 and s.ended_at is null and s.expires_at > now()";

    private final Pool pool;
    private final String site;

    AdminSessions(Pool pool, Pack pack) {
        this.pool = pool;
        this.site = pack.site();
    }

    /** A session, and the {@code jti} of its newest access token. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Listed(
            UUID id,
            UUID user,
            String email,
            List<String> roles,
            Map<String, Object> device,
            String address,
            String userAgent,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt,
            String jti) {}

    /** Those used last first; of one person or, with null, of everybody. */
    Uni<List<Listed>> list(UUID account, int limit) {
        return pool.preparedQuery(
                        SELECT + " and ($2::uuid is null or s.account_id = $2) order by s.last_seen_at desc limit $3")
                .execute(Tuple.tuple(Arrays.asList(site, account, limit)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AdminSessions::listed)
                        .toList());
    }

    Uni<Optional<Listed>> find(UUID id) {
        return pool.preparedQuery(SELECT + " and s.id = $2")
                .execute(Tuple.of(site, id))
                .map(RowSet::iterator)
                .map(rows -> rows.hasNext() ? Optional.of(listed(rows.next())) : Optional.empty());
    }

    private static Listed listed(Row row) {
        JsonObject device = row.getJsonObject("device");
        return new Listed(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getString("email"),
                List.of(row.getArrayOfStrings("roles")),
                device == null ? null : device.getMap(),
                row.getString("address"),
                row.getString("user_agent"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("last_seen_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getString("token_id"));
    }
}
