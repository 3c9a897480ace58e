package dev.trivet.api.content;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.FieldType;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which items of a type are asked for, in one form however the question was written.
 *
 * @param conditions by field and operator
 * @param words what {@code q=} looks for, without accents, or null
 * @param near or null
 * @param limit most items
 * @param after where the page before ended, or null
 * @param page number of the page, counted from 1; 0 when asked by cursor
 * @param fields which fields are shown; empty for all
 * @param counted whether it is said how many there are in all
 */
record ListQuery(
        List<Condition> conditions,
        String words,
        Near near,
        Order order,
        int limit,
        Cursor after,
        int page,
        List<String> fields,
        boolean counted) {

    private static final int LONGEST_NAME = 200;
    private static final int DIGEST_BYTES = 16;
    private static final int CURSOR_BYTES = 4;

    /** A query parameter that makes no sense. */
    static final class Refused extends Exception {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** The same query with one more condition. */
    ListQuery and(Condition condition) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(condition);
        return new ListQuery(List.copyOf(more), words, near, order, limit, after, page, fields, counted);
    }

    Optional<Condition> equality(String field) {
        return conditions.stream()
                .filter(condition -> condition.isEquality() && condition.field().equals(field))
                .findFirst();
    }

    /** The same text for the same question. */
    String canonical() {
        String name = question()
                + "&limit=" + limit
                + (after == null ? "" : "&after=" + after.encode())
                + (page == 0 ? "" : "&page=" + page)
                + (fields.isEmpty() ? "" : "&fields=" + String.join(",", fields))
                + (counted ? "&counted" : "");
        return name.length() <= LONGEST_NAME ? name : "~" + Digest.of(name).base64(DIGEST_BYTES);
    }

    /** Which question a cursor of this query belongs to. */
    String cursorOf() {
        return Digest.of(question()).base64(CURSOR_BYTES);
    }

    /** Whether there is no end of such questions, so that they must not push others out of the cache. */
    boolean isEndless(Type type) {
        return words != null
                || near != null
                || after != null
                || page > 1
                || !fields.isEmpty()
                || conditions.stream().anyMatch(condition -> !isOneOfFew(type, condition));
    }

    private static boolean isOneOfFew(Type type, Condition condition) {
        var field = type.spec().fields().get(condition.field());
        return condition.isEquality() && field != null && (field.type() == FieldType.BOOLEAN || field.values() != null);
    }

    private String question() {
        StringBuilder text = new StringBuilder("sort=").append(order.canonical());
        conditions.stream().map(Condition::canonical).sorted().forEach(condition -> text.append('&')
                .append(condition));
        if (words != null) {
            // Quoted as JSON: blanks, ampersands and all, it is one value.
            text.append("&q=").append(JsonNodeFactory.instance.stringNode(words));
        }
        if (near != null) {
            text.append("&near=").append(near.canonical());
        }
        return text.toString();
    }
}
