package dev.trivet.session.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** A person's live sessions, as he sees them, and what his clients keep with them. */
@Singleton
class SessionList {

    private static final String COLUMNS =
            "id, device, address, user_agent, created_at, last_seen_at, expires_at, data, token_id";
    private static final String LIVE =
            " from session where account_id = $1 and ended_at is null and expires_at > now()";

    static final String ALL = "select " + COLUMNS + LIVE + " order by created_at desc, id";

    private final Pool pool;

    SessionList(Pool pool) {
        this.pool = pool;
    }

    /**
     * A session in a list.
     *
     * @param current whether it is the one that asks
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Listed(
            UUID id,
            boolean current,
            Map<String, Object> device,
            String address,
            String userAgent,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt,
            Map<String, Object> data) {}

    /** The newest first. There are never more than the pack allows a person. */
    Uni<List<Listed>> of(UUID account, UUID current) {
        return pool.preparedQuery(ALL).execute(Tuple.of(account)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> listed(row, current))
                .toList());
    }

    Uni<Optional<Listed>> find(UUID account, UUID id, UUID current) {
        return pool.preparedQuery("select " + COLUMNS + LIVE + " and id = $2")
                .execute(Tuple.of(account, id))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(listed(rows.iterator().next(), current)));
    }

    /** Changes a session's data; nothing when it is not a live one of the account. */
    Uni<Optional<Listed>> patch(UUID account, UUID id, UUID current, JsonObject patch) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery("select data" + LIVE + " and id = $2 for update")
                .execute(Tuple.of(account, id))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        return Uni.createFrom().item(Optional.<Listed>empty());
                    }
                    JsonObject data = SessionData.merge(rows.iterator().next().getJsonObject("data"), patch);
                    return transaction
                            .preparedQuery("update session set data = $2 where id = $1 returning " + COLUMNS)
                            .execute(Tuple.of(id, data))
                            .map(changed ->
                                    Optional.of(listed(changed.iterator().next(), current)));
                }));
    }

    private static Listed listed(Row row, UUID current) {
        JsonObject device = row.getJsonObject("device");
        return new Listed(
                row.getUUID("id"),
                row.getUUID("id").equals(current),
                device == null ? null : device.getMap(),
                row.getString("address"),
                row.getString("user_agent"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("last_seen_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getJsonObject("data").getMap());
    }
}
