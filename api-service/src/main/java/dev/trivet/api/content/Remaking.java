package dev.trivet.api.content;

import dev.trivet.api.cache.Invalidation;
import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.Pack;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.UUID;

/**
 * Makes anew what items are found by when the pack says it otherwise than before: another language, other search fields,
 * another uniqueness. Runs behind the scenes; until it is through, searches go by what was made before.
 */
@Singleton
class Remaking {

    private static final Logger LOG = Logger.getLogger(Remaking.class);
    private static final int AT_ONCE = 200;
    private static final int FINGERPRINT_BYTES = 8;

    private final Pool pool;
    private final Pack pack;
    private final Types types;
    private final Items items;
    private final Relations relations;
    private final Invalidation invalidation;

    Remaking(Pool pool, Pack pack, Types types, Items items, Relations relations, Invalidation invalidation) {
        this.pool = pool;
        this.pack = pack;
        this.types = types;
        this.items = items;
        this.relations = relations;
        this.invalidation = invalidation;
    }

    void start(@Observes @Priority(9_000) StartupEvent event) {
        Multi.createFrom()
                .iterable(types.all())
                .onItem()
                .transformToUniAndConcatenate(this::remakeIfChanged)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("what items are found by is not up to date: %s", failure.getMessage()));
    }

    private Uni<Void> remakeIfChanged(Type type) {
        String now = fingerprint(type);
        return pool.preparedQuery("select fingerprint from made_as where site = $1 and type = $2")
                .execute(Tuple.of(pack.site(), type.name()))
                .chain(rows -> rows.iterator().hasNext()
                                && rows.iterator().next().getString(0).equals(now)
                        ? Uni.createFrom().voidItem()
                        : remake(type, new UUID(0, 0))
                                .chain(() -> remember(type, now))
                                .chain(() -> drop(type)));
    }

    private Uni<Void> remake(Type type, UUID beyond) {
        return items.ids(type.name(), beyond, AT_ONCE).chain(ids -> Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> remakeOne(type, id))
                .collect()
                .asList()
                .chain(done ->
                        ids.size() < AT_ONCE ? Uni.createFrom().voidItem() : remake(type, ids.get(ids.size() - 1))));
    }

    private Uni<Void> remakeOne(Type type, UUID id) {
        return pool.withTransaction(transaction -> items.findForUpdate(transaction, type.name(), id)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : relations
                                        .owners(transaction, type, found.get().data())
                                        .chain(parties -> items.derive(transaction, type, found.get(), parties))
                                        .chain(() -> relations.claim(transaction, type, found.get()))))
                .onFailure()
                .invoke(failure -> LOG.warnf("%s/%s does not fit the pack: %s", type.name(), id, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** What was loaded while this went on was found by what is no longer so. */
    private Uni<Void> drop(Type type) {
        return pool.withTransaction(transaction -> invalidation.record(transaction, List.of(type.name())))
                .chain(invalidation::carryOut);
    }

    private Uni<Void> remember(Type type, String fingerprint) {
        return pool.preparedQuery("insert into made_as (site, type, fingerprint) values ($1, $2, $3)"
                        + " on conflict (site, type) do update set fingerprint = excluded.fingerprint")
                .execute(Tuple.of(pack.site(), type.name(), fingerprint))
                .replaceWithVoid();
    }

    private String fingerprint(Type type) {
        var spec = type.spec();
        return Digest.of(List.of(
                                pack.language(),
                                spec.search(),
                                String.valueOf(spec.near()),
                                spec.unique(),
                                String.valueOf(spec.noOverlap()),
                                spec.trusted(),
                                spec.references())
                        .toString())
                .hex(FINGERPRINT_BYTES);
    }
}
