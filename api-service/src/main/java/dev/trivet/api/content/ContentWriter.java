package dev.trivet.api.content;

import dev.trivet.api.cache.Invalidation;
import dev.trivet.api.cache.Invalidation.Recorded;
import dev.trivet.api.cache.Rendered;
import dev.trivet.api.content.Permission.Action;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Changes content: the change and what it drops from the cache in one transaction, then the dropping. */
@Singleton
class ContentWriter {

    private final Pool pool;
    private final Items items;
    private final Permission permission;
    private final Invalidation invalidation;

    ContentWriter(Pool pool, Items items, Permission permission, Invalidation invalidation) {
        this.pool = pool;
        this.items = items;
        this.permission = permission;
        this.invalidation = invalidation;
    }

    /** What a change came to: the item after it, and what it drops. */
    private record Changed(Item item, Recorded dropped) {}

    Uni<Item> create(Caller caller, Type type, ObjectNode data) {
        permission.require(caller, type, Action.CREATE, null);
        UUID owner = type.spec().owner() ? caller.user() : null;
        return commit(transaction -> items.insert(transaction, type.name(), UUID.randomUUID(), owner, data)
                .chain(item -> drop(transaction, type, item)));
    }

    /**
     * Gives an item new data.
     *
     * @param edit makes the new data from the old; may refuse
     */
    Uni<Item> update(Caller caller, Type type, UUID id, Precondition precondition, UnaryOperator<ObjectNode> edit) {
        return commit(transaction -> hold(transaction, caller, type, id, Action.UPDATE, precondition)
                .chain(item -> items.update(transaction, type.name(), id, edit.apply(item.data())))
                .chain(item -> drop(transaction, type, item)));
    }

    Uni<Void> delete(Caller caller, Type type, UUID id, Precondition precondition) {
        return commit(transaction -> hold(transaction, caller, type, id, Action.DELETE, precondition)
                        .call(item -> items.delete(transaction, type.name(), id))
                        .chain(item -> drop(transaction, type, item)))
                .replaceWithVoid();
    }

    private Uni<Item> hold(
            SqlConnection transaction, Caller caller, Type type, UUID id, Action action, Precondition precondition) {
        return items.findForUpdate(transaction, type.name(), id).map(found -> {
            Item item = found.orElseThrow(() -> Problems.notFound("there is no such item"));
            permission.require(caller, type, action, item.owner());
            Rendered now = Renderer.item(type, item);
            precondition.require(now.etag());
            return item;
        });
    }

    private Uni<Changed> drop(SqlConnection transaction, Type type, Item item) {
        return invalidation
                .record(transaction, Tags.changedWith(type.name(), item.id()))
                .map(recorded -> new Changed(item, recorded));
    }

    private Uni<Item> commit(Function<SqlConnection, Uni<Changed>> change) {
        return pool.withTransaction(change)
                .call(changed -> invalidation.carryOut(changed.dropped()))
                .map(Changed::item);
    }
}
