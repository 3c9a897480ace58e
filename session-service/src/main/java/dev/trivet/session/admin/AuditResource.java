package dev.trivet.session.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Pack;
import dev.trivet.session.permission.Administrators;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** {@code {auth}/admin/audit}: who did what to whom, the newest first. */
@Path(PublicPaths.AUTH + "/admin/audit")
class AuditResource {

    private static final String SELECT =
            "select seq, at, action, actor, address, account_id, session_id, detail from audit"
                    + " where site = $1 and ($2::uuid is null or account_id = $2) and ($3::text is null or action = $3)"
                    + " and ($4::bigint is null or seq < $4) order by seq desc limit $5";

    private final Pool pool;
    private final Administrators administrators;
    private final String site;

    AuditResource(Pool pool, Administrators administrators, Pack pack) {
        this.pool = pool;
        this.administrators = administrators;
        this.site = pack.site();
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            long seq,
            Instant at,
            String action,
            UUID actor,
            String address,
            UUID user,
            UUID session,
            Map<String, Object> detail) {}

    /** @param next what to ask for {@code after}, or null at the end */
    record Page(List<Line> items, Long next) {}

    @GET
    public Uni<Page> list(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("user") String user,
            @QueryParam("action") String action,
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("20") String limit) {
        int most = Paging.limit(limit);
        Tuple values = Tuple.tuple(
                Arrays.asList(site, Paging.parameter("user", user), action, Paging.number("after", after), most));
        return administrators
                .require(authorization)
                .chain(who -> pool.preparedQuery(SELECT).execute(values))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditResource::line)
                        .toList())
                .map(lines -> new Page(
                        lines,
                        lines.size() < most ? null : lines.get(lines.size() - 1).seq()));
    }

    private static Line line(Row row) {
        JsonObject detail = row.getJsonObject("detail");
        return new Line(
                row.getLong("seq"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("action"),
                row.getUUID("actor"),
                row.getString("address"),
                row.getUUID("account_id"),
                row.getUUID("session_id"),
                detail == null ? null : detail.getMap());
    }
}
