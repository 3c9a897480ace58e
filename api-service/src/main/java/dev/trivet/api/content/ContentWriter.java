package dev.trivet.api.content;

import dev.trivet.api.cache.Invalidation;
import dev.trivet.api.cache.Invalidation.Recorded;
import dev.trivet.api.caller.Person;
import dev.trivet.api.content.Permission.Action;
import dev.trivet.common.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.DatabaseException;
import jakarta.inject.Singleton;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Changes content: the change and what it drops from the cache in one transaction, then the dropping. */
@Singleton
class ContentWriter {

    private static final int DEADLOCK_RETRIES = 3;

    private final Pool pool;
    private final Items items;
    private final Relations relations;
    private final Invalidation invalidation;

    ContentWriter(Pool pool, Items items, Relations relations, Invalidation invalidation) {
        this.pool = pool;
        this.items = items;
        this.relations = relations;
        this.invalidation = invalidation;
    }

    /** What a change came to: the item after it, and what it drops. */
    private record Changed(Item item, Recorded dropped) {}

    Uni<Item> create(Person caller, Type type, ObjectNode data) {
        Permission.require(caller, type, Action.CREATE, List.of());
        UUID owner = type.spec().owner() ? caller.id() : null;
        return commit(transaction -> relations
                .owners(transaction, type, data)
                .chain(parties -> items.insert(transaction, type, UUID.randomUUID(), owner, parties, data, null))
                .call(item -> relations.claim(transaction, type, item))
                .chain(item -> drop(transaction, item, Tags.changed(type, null, item))));
    }

    /**
     * Gives an item new data.
     *
     * @param edit makes the new data from the old; may refuse
     */
    Uni<Item> update(Person caller, Type type, UUID id, Precondition precondition, UnaryOperator<ObjectNode> edit) {
        return commit(transaction -> hold(transaction, caller, type, id, Action.UPDATE, precondition)
                .chain(before -> change(transaction, type, before, edit.apply(before.data()))));
    }

    Uni<Void> delete(Person caller, Type type, UUID id, Precondition precondition) {
        return commit(transaction -> hold(transaction, caller, type, id, Action.DELETE, precondition)
                        .chain(item -> relations
                                .delete(transaction, type, item)
                                .chain(dropped -> drop(transaction, item, dropped))))
                .replaceWithVoid();
    }

    private Uni<Changed> change(SqlConnection transaction, Type type, Item before, ObjectNode data) {
        return relations
                .owners(transaction, type, data)
                .chain(parties -> items.update(transaction, type, before.id(), parties, data))
                .call(item -> relations.claim(transaction, type, item))
                .chain(after -> drop(transaction, after, Tags.changed(type, before, after)));
    }

    private Uni<Item> hold(
            SqlConnection transaction, Person caller, Type type, UUID id, Action action, Precondition precondition) {
        Uni<Optional<Item>> held = action == Action.DELETE
                ? items.findForDelete(transaction, type.name(), id)
                : items.findForUpdate(transaction, type.name(), id);
        return held.map(found -> {
            Item item = found.orElseThrow(() -> Problems.notFound("there is no such item"));
            Permission.require(caller, type, action, Permission.owners(type, action, item.owner(), item.parties()));
            precondition.require(Renderer.item(type, item).etag());
            return item;
        });
    }

    /** Two changes that waited for each other, of which PostgreSQL has ended this one (SQLSTATE class 40). */
    private static boolean isDeadlock(Throwable failure) {
        return failure instanceof DatabaseException refused
                && refused.getSqlState() != null
                && refused.getSqlState().startsWith("40");
    }

    private Uni<Changed> drop(SqlConnection transaction, Item item, Collection<String> tags) {
        return invalidation.record(transaction, List.copyOf(tags)).map(recorded -> new Changed(item, recorded));
    }

    private Uni<Item> commit(Function<SqlConnection, Uni<Changed>> change) {
        return pool.withTransaction(change)
                .onFailure(ContentWriter::isDeadlock)
                .retry()
                .atMost(DEADLOCK_RETRIES)
                .call(changed -> invalidation.carryOut(changed.dropped()))
                .map(Changed::item);
    }
}
