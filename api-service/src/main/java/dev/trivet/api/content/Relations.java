package dev.trivet.api.content;

import dev.trivet.common.pack.Field.OnDelete;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Holds items together that refer to each other: what is referred to exists, and does not go before what refers to it. */
@Singleton
class Relations {

    /** More than this are not deleted along in one request. */
    private static final int MOST_CHILDREN = 1_000;

    private final Types types;
    private final Items items;
    private final Claims claims;

    Relations(Types types, Items items, Claims claims) {
        this.types = types;
        this.items = items;
        this.claims = claims;
    }

    /**
     * Requires that everything exists that an item refers to, and keeps it from going away before the transaction ends.
     *
     * @return the owners of those references that let them in, in the order of the type's trusted references
     */
    Uni<List<UUID>> owners(SqlConnection transaction, Type type, ObjectNode data) {
        List<String> trusted = type.spec().trusted();
        List<UUID> parties = new ArrayList<>(Collections.nCopies(trusted.size(), null));
        return Multi.createFrom()
                .iterable(type.spec().references())
                .filter(data::has)
                .onItem()
                .transformToUniAndConcatenate(field -> items.findToRefer(
                                transaction,
                                type.spec().fields().get(field).to(),
                                UUID.fromString(data.get(field).asString()))
                        .invoke(found -> {
                            Item item = found.orElseThrow(() ->
                                    Problems.invalid(List.of(new FieldError(field, "refers to nothing that exists"))));
                            if (trusted.contains(field)) {
                                parties.set(trusted.indexOf(field), item.owner());
                            }
                        }))
                .collect()
                .asList()
                .replaceWith(parties);
    }

    /** Deletes an item with everything that goes along, unless something that stays refers to it; says what that drops. */
    Uni<Set<String>> delete(SqlConnection transaction, Type type, Item item) {
        return delete(transaction, type, item, new HashSet<>());
    }

    /**
     * @param going those that are being deleted already: items may refer to each other in a circle
     */
    private Uni<Set<String>> delete(SqlConnection transaction, Type type, Item item, Set<UUID> going) {
        going.add(item.id());
        if (going.size() > MOST_CHILDREN) {
            throw Problems.conflict("more than " + MOST_CHILDREN + " items would go along; delete those first");
        }
        Set<String> dropped = new LinkedHashSet<>(Tags.changed(type, item, null));
        return Multi.createFrom()
                .iterable(types.childrenOf(type))
                .onItem()
                .transformToUniAndConcatenate(
                        child -> deleteChildren(transaction, child, item, going).invoke(dropped::addAll))
                .collect()
                .asList()
                .chain(done -> items.delete(transaction, type.name(), item.id()))
                .replaceWith(dropped);
    }

    private Uni<Set<String>> deleteChildren(
            SqlConnection transaction, Types.Child child, Item parent, Set<UUID> going) {
        boolean cascade = child.type().spec().fields().get(child.field()).onDelete() == OnDelete.CASCADE;
        // One may be the item itself.
        int most = cascade ? MOST_CHILDREN + 1 : 2;
        return items.referring(transaction, child, parent.id(), most).chain(found -> {
            List<Item> children =
                    found.stream().filter(one -> !going.contains(one.id())).toList();
            if (!children.isEmpty() && !cascade) {
                throw Problems.conflict(child.type().name() + " refer to it; delete those first");
            }
            Set<String> dropped = new LinkedHashSet<>();
            return Multi.createFrom()
                    .iterable(children)
                    .onItem()
                    .transformToUniAndConcatenate(one ->
                            deleteOnce(transaction, child.type(), one, going).invoke(dropped::addAll))
                    .collect()
                    .asList()
                    .replaceWith(dropped);
        });
    }

    private Uni<Set<String>> deleteOnce(SqlConnection transaction, Type type, Item item, Set<UUID> going) {
        return going.contains(item.id()) ? Uni.createFrom().item(Set.of()) : delete(transaction, type, item, going);
    }

    /** Takes what an item claims for itself alone; 409 when another has it. */
    Uni<Void> claim(SqlConnection transaction, Type type, Item item) {
        return claims.take(transaction, type, item);
    }
}
