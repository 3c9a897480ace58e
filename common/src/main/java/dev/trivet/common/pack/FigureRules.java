package dev.trivet.common.pack;

import dev.trivet.common.pack.Stats.Aggregate;
import dev.trivet.common.pack.Stats.Stat;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold for statistics: what they count exists, and can be computed with. */
final class FigureRules {

    private static final Set<FieldType> NUMBERS = Set.of(FieldType.INTEGER, FieldType.NUMBER);

    private final Pack pack;
    private final Broken broken;

    FigureRules(Pack pack, Broken broken) {
        this.pack = pack;
        this.broken = broken;
    }

    void check() {
        if (pack.stats() != null) {
            checkPath();
            pack.stats().values().forEach((name, stat) -> check("/stats/values/" + name, stat, null));
        }
        pack.types().forEach((typeName, type) -> {
            if (type.stats() != null) {
                type.stats()
                        .values()
                        .forEach((name, stat) -> check("/types/" + typeName + "/stats/values/" + name, stat, typeName));
            }
        });
    }

    private void checkPath() {
        String first = pack.stats().path().split("/")[1];
        if (pack.types().containsKey(first)) {
            broken.add("/stats/path", "\"" + first + "\" is a type; its items answer there. Choose another path");
        }
    }

    private void check(String at, Stat stat, String aboutItemsOf) {
        if (stat.aggregate() == null) {
            if (aboutItemsOf != null) {
                broken.add(at, "counters are about the whole site; move it to the site's stats");
            } else if (!pack.counters().containsKey(stat.counter())) {
                broken.unknown(
                        at + "/counter",
                        "counter",
                        stat.counter(),
                        pack.counters().keySet());
            }
            return;
        }
        String pointer = at + "/" + stat.aggregate().name().toLowerCase(java.util.Locale.ROOT);
        ContentType type = pack.types().get(stat.type());
        if (type == null) {
            broken.unknown(pointer, "type", stat.type(), pack.types().keySet());
            return;
        }
        checkField(pointer, stat, type);
        checkWhere(at, stat, type);
        if (aboutItemsOf != null) {
            checkBy(at, stat, type, aboutItemsOf);
        }
    }

    private void checkField(String pointer, Stat stat, ContentType type) {
        if (stat.aggregate() == Aggregate.COUNT) {
            return;
        }
        boolean distinct = stat.aggregate() == Aggregate.DISTINCT;
        if (distinct && type.owner() && stat.field().equals(Access.OWNER)) {
            return;
        }
        Field field = type.fields().get(stat.field());
        if (field == null) {
            broken.add(
                    pointer,
                    "write <type>.<field>, such as " + stat.type() + "."
                            + type.fields().keySet().iterator().next());
        } else if (!distinct && !NUMBERS.contains(field.type())) {
            broken.add(pointer, "\"" + stat.field() + "\" is no number");
        } else if (!field.index()) {
            broken.add(pointer, "\"" + stat.field() + "\" has no index; set \"index: true\" on it");
        }
    }

    private void checkWhere(String at, Stat stat, ContentType type) {
        for (Map.Entry<String, ?> condition : stat.where().entrySet()) {
            Field field = type.fields().get(condition.getKey());
            if (field == null) {
                broken.unknown(
                        at + "/where/" + condition.getKey(),
                        "field",
                        condition.getKey(),
                        type.fields().keySet());
            } else if (!field.index()) {
                broken.add(at + "/where/" + condition.getKey(), "has no index; set \"index: true\" on the field");
            }
        }
    }

    private void checkBy(String at, Stat stat, ContentType type, String parent) {
        List<String> candidates = type.references().stream()
                .filter(field -> parent.equals(type.fields().get(field).to()))
                .toList();
        if (stat.by() == null && candidates.size() != 1) {
            broken.add(
                    at,
                    candidates.isEmpty()
                            ? "no field of " + stat.type() + " refers to " + parent + "; add one of \"type: reference\""
                            : "several fields refer to " + parent + "; name one with \"by\"");
        } else if (stat.by() != null && !candidates.contains(stat.by())) {
            broken.unknown(at + "/by", "reference to " + parent, stat.by(), candidates);
        }
    }
}
