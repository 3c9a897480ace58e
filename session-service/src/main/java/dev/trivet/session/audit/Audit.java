package dev.trivet.session.audit;

import dev.trivet.common.pack.Pack;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.Arrays;
import java.util.UUID;

/** Writes the audit log. An entry stands or falls with what it tells of, as both are in one transaction. */
@Singleton
public class Audit {

    private static final String INSERT =
            "insert into audit (site, action, actor, address, account_id, session_id, detail)"
                    + " values ($1, $2, $3, $4, $5, $6, $7)";

    private final String site;

    Audit(Pack pack) {
        this.site = pack.site();
    }

    /**
     * One thing done.
     *
     * @param actor who did it, or null when nobody was signed in
     * @param address where from, or null when nobody asked
     * @param account whom it concerns, or null
     * @param session which sign-in it concerns, or null
     * @param detail what else is worth knowing, never a secret; or null
     */
    public record Entry(Action action, UUID actor, String address, UUID account, UUID session, JsonObject detail) {

        public static Entry own(Action action, UUID account, UUID session, String address) {
            return new Entry(action, account, address, account, session, null);
        }

        public static Entry about(Action action, Actor actor, UUID account, UUID session) {
            return new Entry(action, actor.id(), actor.address(), account, session, null);
        }

        public Entry with(JsonObject more) {
            return new Entry(action, actor, address, account, session, more);
        }
    }

    public Uni<Void> record(SqlClient transaction, Entry entry) {
        Tuple values = Tuple.tuple(Arrays.asList(
                site,
                entry.action().label(),
                entry.actor(),
                entry.address(),
                entry.account(),
                entry.session(),
                entry.detail()));
        return transaction.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }
}
