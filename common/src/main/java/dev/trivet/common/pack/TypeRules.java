package dev.trivet.common.pack;

import static dev.trivet.common.pack.Access.ANYONE;
import static dev.trivet.common.pack.Access.OWNER;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold within a content type, and between types that refer to each other. */
final class TypeRules {

    private static final Set<String> SORTABLE_BY_NATURE = Set.of("createdAt", "updatedAt");

    private final Pack pack;
    private final Broken broken;

    TypeRules(Pack pack, Broken broken) {
        this.pack = pack;
        this.broken = broken;
    }

    void check(String name, ContentType type) {
        String at = "/types/" + name;
        Access access = type.access();
        checkWho(at + "/access/read", type, access.read());
        checkWho(at + "/access/create", type, access.create());
        checkWho(at + "/access/update", type, access.update());
        checkWho(at + "/access/delete", type, access.delete());
        type.fields().forEach((field, spec) -> checkField(at + "/fields/" + field, spec));
        checkOrder(at, type);
        checkFinding(at, type);
        checkUnique(at, type);
        checkNoOverlap(at, type);
    }

    private void checkWho(String pointer, ContentType type, List<String> who) {
        boolean creating = pointer.endsWith("create");
        for (int i = 0; i < who.size(); i++) {
            String name = who.get(i);
            String at = pointer + "/" + i;
            String field = Access.fieldOf(name);
            if (creating && (name.equals(OWNER) || field != null)) {
                broken.add(at, "nobody owns what does not exist yet; name a role");
            } else if (name.equals(OWNER) && !type.owner()) {
                broken.add(at, "items of this type have no owner; set \"owner: true\" on the type");
            } else if (field != null) {
                checkTrusted(at, type, field);
            } else if (!name.equals(OWNER)
                    && !name.equals(ANYONE)
                    && !pack.roles().containsKey(name)) {
                broken.unknown(at, "role", name, pack.roles().keySet());
            }
        }
    }

    private void checkTrusted(String pointer, ContentType type, String field) {
        Field reference = type.fields().get(field);
        if (reference == null || reference.type() != FieldType.REFERENCE || reference.list()) {
            broken.add(
                    pointer, "\"" + field + "\" is no field that refers to another item; make it \"type: reference\"");
        } else if (pack.types().containsKey(reference.to())
                && !pack.types().get(reference.to()).owner()) {
            broken.add(pointer, reference.to() + " have no owner; set \"owner: true\" on that type");
        }
    }

    private void checkField(String pointer, Field field) {
        checkValue(pointer, field, broken);
        if (field.type() == FieldType.REFERENCE) {
            if (field.to() == null) {
                broken.add(pointer, "\"to\" is missing; name the type that it refers to");
            } else if (!pack.types().containsKey(field.to())) {
                broken.unknown(pointer + "/to", "type", field.to(), pack.types().keySet());
            }
            if (!field.index()) {
                broken.add(pointer, "references are looked up when what they refer to is deleted; set \"index: true\"");
            }
            if (field.list()) {
                broken.add(pointer + "/list", "a reference is to one item; use a type of its own for many to many");
            }
        }
        if (field.index() && (field.type() == FieldType.GEO || field.type() == FieldType.TEXT)) {
            broken.add(pointer + "/index", "long texts and places cannot be filtered by value; use search or near");
        }
    }

    /** What must hold for a field wherever it stands, in a type or a form. */
    static void checkValue(String pointer, Field field, Broken broken) {
        if (field.values() != null && field.type() != FieldType.STRING) {
            broken.add(pointer + "/values", "only a string can have a set of values; use \"type: string\"");
        }
        if (field.min() != null && field.max() != null && field.min() > field.max()) {
            broken.add(pointer + "/min", "is greater than max");
        }
        if (field.to() != null && field.type() != FieldType.REFERENCE) {
            broken.add(pointer + "/to", "only a reference refers to something; use \"type: reference\"");
        }
        if (field.decimals() != null && field.type() != FieldType.GEO) {
            broken.add(pointer + "/decimals", "is for places; use \"type: geo\", or remove it");
        }
    }

    private void checkOrder(String at, ContentType type) {
        for (String name : ContentType.sortedBy(type.order())) {
            Field field = type.fields().get(name);
            if (SORTABLE_BY_NATURE.contains(name)) {
                continue;
            }
            if (field == null) {
                broken.unknown(at + "/order", "field", name, type.fields().keySet());
            } else if (!field.index()) {
                broken.add(at + "/order", "\"" + name + "\" has no index; set \"index: true\" on it");
            } else if (field.list()) {
                broken.add(at + "/order", "\"" + name + "\" holds several values; sort by another field");
            }
        }
    }

    private void checkFinding(String at, ContentType type) {
        if (type.visible() != null) {
            Field field = require(at + "/visible", type, type.visible(), Set.of(FieldType.BOOLEAN));
            if (field != null && !field.index()) {
                broken.add(at + "/visible", "every list is filtered by it; set \"index: true\" on the field");
            }
        }
        for (int i = 0; i < type.search().size(); i++) {
            require(at + "/search/" + i, type, type.search().get(i), Set.of(FieldType.STRING, FieldType.TEXT));
        }
        if (type.near() != null) {
            require(at + "/near", type, type.near(), Set.of(FieldType.GEO));
        }
    }

    private void checkUnique(String at, ContentType type) {
        for (int i = 0; i < type.unique().size(); i++) {
            for (String name : type.unique().get(i)) {
                String pointer = at + "/unique/" + i;
                if (name.equals(OWNER)) {
                    if (!type.owner()) {
                        broken.add(pointer, "items of this type have no owner; set \"owner: true\" on the type");
                    }
                } else if (!type.fields().containsKey(name)) {
                    broken.unknown(pointer, "field", name, type.fields().keySet());
                }
            }
        }
    }

    private void checkNoOverlap(String at, ContentType type) {
        ContentType.NoOverlap span = type.noOverlap();
        if (span == null) {
            return;
        }
        String pointer = at + "/noOverlap";
        Set<FieldType> times = Set.of(FieldType.DATE, FieldType.DATE_TIME);
        Field within = type.fields().get(span.within());
        if (within == null) {
            broken.unknown(
                    pointer + "/within", "field", span.within(), type.fields().keySet());
        }
        Field from = require(pointer + "/from", type, span.from(), times);
        Field to = require(pointer + "/to", type, span.to(), times);
        if (from != null && to != null && from.type() != to.type()) {
            broken.add(pointer + "/to", "must be of the same type as \"from\"");
        }
        for (Map.Entry<String, List<String>> unless : span.unless().entrySet()) {
            Field field =
                    require(pointer + "/unless/" + unless.getKey(), type, unless.getKey(), Set.of(FieldType.STRING));
            if (field != null && field.list()) {
                broken.add(pointer + "/unless/" + unless.getKey(), "holds several values; name a field of one");
            }
        }
    }

    /** The field of this name, if there is one of the right kind; otherwise says what is wrong. */
    private Field require(String pointer, ContentType type, String name, Set<FieldType> kinds) {
        Field field = type.fields().get(name);
        if (field == null) {
            broken.unknown(pointer, "field", name, type.fields().keySet());
            return null;
        }
        if (!kinds.contains(field.type()) || (field.list() && !kinds.contains(FieldType.STRING))) {
            broken.add(
                    pointer,
                    "\"" + name + "\" cannot be used here, being of type "
                            + field.type().name().toLowerCase(java.util.Locale.ROOT));
            return null;
        }
        return field;
    }
}
