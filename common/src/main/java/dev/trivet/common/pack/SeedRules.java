package dev.trivet.common.pack;

import tools.jackson.databind.node.ObjectNode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold for seeds: rows are what they claim to be, and what they refer to is there. */
final class SeedRules {

    private final Pack pack;
    private final Broken broken;

    SeedRules(Pack pack, Broken broken) {
        this.pack = pack;
        this.broken = broken;
    }

    void check() {
        checkUsers();
        pack.seed().items().forEach(this::checkRows);
    }

    private void checkUsers() {
        Set<String> seen = new HashSet<>();
        List<Seed.User> users = pack.seed().users();
        for (int i = 0; i < users.size(); i++) {
            String at = "/seed/users/" + i;
            if (!seen.add(users.get(i).email())) {
                broken.add(at + "/email", "another user has this address; choose another");
            }
            List<String> roles = users.get(i).roles();
            for (int r = 0; r < roles.size(); r++) {
                if (!pack.roles().containsKey(roles.get(r))) {
                    broken.unknown(
                            at + "/roles/" + r,
                            "role",
                            roles.get(r),
                            pack.roles().keySet());
                }
            }
        }
    }

    private void checkRows(String typeName, List<ObjectNode> rows) {
        String at = "/seed/items/" + typeName;
        ContentType type = pack.types().get(typeName);
        if (type == null) {
            broken.unknown(at, "type", typeName, pack.types().keySet());
            return;
        }
        var schema = new ItemSchema(type.fields());
        for (int i = 0; i < rows.size(); i++) {
            String row = at + "/" + i;
            ObjectNode fields = rows.get(i).deepCopy();
            checkOwner(row, type, fields);
            resolveReferences(row, type, fields);
            schema.check(fields)
                    .forEach(error -> broken.add(
                            row
                                    + (error.field().isEmpty()
                                            ? ""
                                            : "/" + error.field().replace('.', '/')),
                            error.message()));
        }
    }

    private void checkOwner(String row, ContentType type, ObjectNode fields) {
        if (!type.owner()) {
            return;
        }
        String owner = fields.path(Access.OWNER).asString("");
        fields.remove(Access.OWNER);
        if (pack.seed().users().stream().noneMatch(user -> user.email().equals(owner))) {
            broken.add(row + "/owner", "must be the e-mail address of a user under seed.users");
        }
    }

    /** Puts in ids, as the rows will have them, so that the schema is content. */
    private void resolveReferences(String row, ContentType type, ObjectNode fields) {
        for (String reference : type.references()) {
            if (!fields.has(reference)) {
                continue;
            }
            String to = type.fields().get(reference).to();
            var id = pack.seed().referred(pack, to, fields.get(reference));
            if (id.isEmpty() && pack.types().containsKey(to)) {
                broken.add(
                        row + "/" + reference,
                        "names no row of " + to + "; write the row's number, counted from 1, or its "
                                + String.join(" or ", Seed.namesOf(pack.types().get(to))));
            }
            fields.put(reference, id.map(Object::toString).orElse("00000000-0000-0000-0000-000000000000"));
        }
    }
}
