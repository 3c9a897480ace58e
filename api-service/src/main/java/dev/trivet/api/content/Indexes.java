package dev.trivet.api.content;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import dev.trivet.common.pack.Pack;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an index for every field that the pack declares one for and that lists may be sorted or bounded by. Equality
 * needs none: one index over all data serves it.
 */
@Singleton
class Indexes {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int NAME_BYTES = 8;

    private final Pool pool;
    private final Pack pack;
    private final Types types;

    Indexes(Pool pool, Pack pack, Types types) {
        this.pool = pool;
        this.pack = pack;
        this.types = types;
    }

    @Startup(2_000)
    void make() {
        List<String> statements = new ArrayList<>();
        for (Type type : types.all()) {
            type.spec().indexed().stream()
                    .filter(name -> serves(type.spec().fields().get(name)))
                    .forEach(name -> statements.add(statement(type, name)));
        }
        // Before the lock: who waits for another replica's index on a large table waits long. Each index that is there
        // is a notice.
        pool.withTransaction(transaction -> transaction
                        .query("set local statement_timeout = 0; set local client_min_messages = warning")
                        .execute()
                        .chain(() -> transaction
                                .query("select pg_advisory_xact_lock(hashtext('indexes'))")
                                .execute())
                        .chain(() -> Multi.createFrom()
                                .iterable(statements)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        sql -> transaction.query(sql).execute())
                                .collect()
                                .asList())
                        .replaceWith(Uni.createFrom().voidItem()))
                .await()
                .atMost(PATIENCE);
    }

    private static boolean serves(Field field) {
        return !field.list() && field.type().isOrdered() && field.type() != FieldType.REFERENCE;
    }

    private String statement(Type type, String field) {
        String name = "item_"
                + Digest.of(pack.site() + "/" + type.name() + "/" + field).hex(NAME_BYTES);
        return "create index if not exists %s on item ((%s), id) where site = '%s' and type = '%s'"
                .formatted(name, ListSql.field(field), pack.site(), type.name());
    }
}
