package dev.trivet.api.content;

import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.ContentType.NoOverlap;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.List;
import java.util.Optional;

/**
 * What an item has for itself alone: unique values, and spans of time. PostgreSQL decides between two who want the same
 * at once: the second waits for the first, and gets nothing if that commits.
 */
@Singleton
class Claims {

    private final String site;

    Claims(Pack pack) {
        this.site = pack.site();
    }

    /** Takes what an item claims, giving up what it had; 409 when another has it. */
    Uni<Void> take(SqlConnection transaction, Type type, Item item) {
        return takeUnique(transaction, type, item).chain(() -> takeSpan(transaction, type, item));
    }

    private Uni<Void> takeUnique(SqlConnection transaction, Type type, Item item) {
        if (type.spec().unique().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transaction
                .preparedQuery("delete from taken where site = $1 and type = $2 and item = $3")
                .execute(Tuple.of(site, type.name(), item.id()))
                .chain(() -> Multi.createFrom()
                        .iterable(type.spec().unique())
                        .onItem()
                        .transformToUniAndConcatenate(fields -> takeUnique(transaction, type, item, fields))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<Void> takeUnique(SqlConnection transaction, Type type, Item item, List<String> fields) {
        Optional<String> value = value(item, fields);
        if (value.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transaction
                .preparedQuery("insert into taken (site, type, fields, value, item)"
                        + " values ($1, $2, $3, $4, $5) on conflict do nothing")
                .execute(Tuple.of(site, type.name(), String.join(",", fields), value.get(), item.id()))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw Problems.conflict(
                                "another of " + type.name() + " has the same " + String.join(" and ", fields));
                    }
                })
                .replaceWithVoid();
    }

    /** The fields' values as one text; nothing when one is missing. */
    private static Optional<String> value(Item item, List<String> fields) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (String field : fields) {
            if (field.equals(Access.OWNER) && item.owner() != null) {
                values.add(item.owner().toString());
            } else if (item.data().has(field)) {
                values.add(item.data().get(field));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(values.toString());
    }

    private Uni<Void> takeSpan(SqlConnection transaction, Type type, Item item) {
        NoOverlap span = type.spec().noOverlap();
        if (span == null) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> givenUp = transaction
                .preparedQuery("delete from occupied where site = $1 and type = $2 and item = $3")
                .execute(Tuple.of(site, type.name(), item.id()))
                .replaceWithVoid();
        JsonNode within = item.data().get(span.within());
        JsonNode from = item.data().get(span.from());
        JsonNode to = item.data().get(span.to());
        if (from != null && to != null && from.asString().compareTo(to.asString()) >= 0) {
            throw Problems.invalid(List.of(new FieldError(span.to(), "must be after " + span.from())));
        }
        if (within == null || from == null || to == null || takesNoRoom(span, item)) {
            return givenUp;
        }
        Tuple values = Tuple.of(site, type.name(), item.id(), within.toString(), from.asString(), to.asString());
        return givenUp.chain(() -> transaction
                .preparedQuery("insert into occupied (site, type, item, within, during) values"
                        + " ($1, $2, $3, $4, tstzrange(($5::text)::timestamptz, ($6::text)::timestamptz))"
                        + " on conflict do nothing")
                .execute(values)
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw Problems.conflict("another of " + type.name() + " takes that time; choose " + span.from()
                                + " and " + span.to() + " otherwise");
                    }
                })
                .replaceWithVoid());
    }

    private static boolean takesNoRoom(NoOverlap span, Item item) {
        return span.unless().entrySet().stream()
                .anyMatch(unless -> item.data().has(unless.getKey())
                        && unless.getValue()
                                .contains(item.data().get(unless.getKey()).asString()));
    }
}
