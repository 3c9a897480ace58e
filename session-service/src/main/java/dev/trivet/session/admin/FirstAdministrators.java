package dev.trivet.session.admin;

import dev.trivet.common.pack.Pack;
import dev.trivet.session.account.Newcomers;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.revocation.SessionEnds;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Makes administrators of those whom the environment names and who have an account already. */
@Singleton
class FirstAdministrators {

    private static final Logger LOG = Logger.getLogger(FirstAdministrators.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROMOTE = "update account set roles = roles || $3::text where site = $1"
            + " and email = any($2) and not ($3 = any(roles)) returning id";

    private final Pool pool;
    private final Newcomers newcomers;
    private final SessionEnds ends;
    private final Audit audit;
    private final String site;

    FirstAdministrators(Pool pool, Newcomers newcomers, SessionEnds ends, Audit audit, Pack pack) {
        this.pool = pool;
        this.newcomers = newcomers;
        this.ends = ends;
        this.audit = audit;
        this.site = pack.site();
    }

    @Startup
    void promote() {
        if (newcomers.administrators().isEmpty()) {
            return;
        }
        List<UUID> promoted = pool.withTransaction(this::promote).await().atMost(PATIENCE);
        if (!promoted.isEmpty()) {
            LOG.infof("%d people became administrators by TRIVET_PEOPLE_ADMINISTRATORS", promoted.size());
        }
    }

    private Uni<List<UUID>> promote(SqlConnection transaction) {
        String role = newcomers.administratorRole();
        return transaction
                .preparedQuery(PROMOTE)
                .execute(Tuple.of(site, newcomers.administrators().toArray(String[]::new), role))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .toList())
                .call(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> ends.raiseEpoch(transaction, id)
                                .chain(() -> audit.record(
                                        transaction,
                                        new Entry(
                                                Action.ROLES_CHANGED,
                                                null,
                                                null,
                                                id,
                                                null,
                                                new JsonObject().put("given", role)))))
                        .collect()
                        .last());
    }
}
