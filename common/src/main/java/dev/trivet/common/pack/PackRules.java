package dev.trivet.common.pack;

import static dev.trivet.common.pack.ContentType.Access.ANYONE;
import static dev.trivet.common.pack.ContentType.Access.OWNER;

import dev.trivet.common.pack.ContentType.Access;
import dev.trivet.common.pack.ContentType.Field;
import dev.trivet.common.pack.ContentType.FieldType;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the parts of a pack: names that are used exist, bounds fit, seed rows are what they claim. */
final class PackRules {

    private static final Duration LONGEST_ACCESS = Duration.ofMinutes(20);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);
    /** What permissions may name beside the site's types. */
    private static final List<String> OUR_RESOURCES = List.of("cache", "gateway", "users", "roles", "sessions");

    private static final int MOST_SLIDING = 1_000;

    private final Pack pack;
    private final List<Broken> broken = new ArrayList<>();

    private PackRules(Pack pack) {
        this.pack = pack;
    }

    /** A rule that does not hold, at a JSON pointer. */
    record Broken(String pointer, String message) {}

    static List<Broken> check(Pack pack) {
        var rules = new PackRules(pack);
        rules.checkPaths();
        rules.checkRoles();
        pack.types().forEach(rules::checkType);
        rules.checkSessions();
        pack.limits().forEach(rules::checkLimit);
        rules.checkUsers();
        pack.seed().items().forEach(rules::checkRows);
        return rules.broken;
    }

    private void checkPaths() {
        String api = pack.paths().api();
        String auth = pack.paths().auth();
        for (String root : List.of("/health", "/ratelimit", "/.well-known")) {
            if (api.equals(root) || auth.equals(root)) {
                broken(api.equals(root) ? "/paths/api" : "/paths/auth", root + " is the gateway's own; choose another");
            }
        }
        if (api.equals(auth) || api.startsWith(auth + "/")) {
            broken("/paths/api", "lies within paths.auth; content would never be reached. Use /api and /api/auth");
        }
    }

    private void checkRoles() {
        pack.roles().forEach((name, role) -> {
            for (int i = 0; i < role.permissions().size(); i++) {
                checkPermission(
                        "/roles/" + name + "/permissions/" + i,
                        role.permissions().get(i));
            }
            for (int i = 0; i < role.inherits().size(); i++) {
                requireRole("/roles/" + name + "/inherits/" + i, role.inherits().get(i));
            }
        });
        new Roles(pack.roles())
                .cycle()
                .ifPresent(cycle -> broken(
                        "/roles/" + cycle.get(0) + "/inherits",
                        "inherits itself (" + String.join(" → ", cycle) + "); remove one of these"));
    }

    private void checkPermission(String pointer, String permission) {
        String resource = permission.split(":", 2)[0];
        if (!resource.equals("*")
                && !OUR_RESOURCES.contains(resource)
                && !pack.types().containsKey(resource)) {
            List<String> known = new ArrayList<>(pack.types().keySet());
            known.addAll(OUR_RESOURCES);
            broken(pointer, "nothing is named \"" + resource + "\"; " + Suggestion.among(known, resource));
        }
    }

    private void checkType(String name, ContentType type) {
        String at = "/types/" + name;
        Access access = type.access();
        checkWho(at + "/access/read", type, access.read());
        checkWho(at + "/access/create", type, access.create());
        checkWho(at + "/access/update", type, access.update());
        checkWho(at + "/access/delete", type, access.delete());
        if (access.create().contains(OWNER)) {
            broken(at + "/access/create", "nobody owns what does not exist yet; name a role");
        }
        type.fields().forEach((field, spec) -> checkField(at + "/fields/" + field, spec));
    }

    private void checkWho(String pointer, ContentType type, List<String> who) {
        for (int i = 0; i < who.size(); i++) {
            String name = who.get(i);
            if (name.equals(OWNER) && !type.owner()) {
                broken(pointer + "/" + i, "items of this type have no owner; set \"owner: true\" on the type");
            } else if (!name.equals(OWNER) && !name.equals(ANYONE)) {
                requireRole(pointer + "/" + i, name);
            }
        }
    }

    private void checkField(String pointer, Field field) {
        if (field.values() != null && field.type() != FieldType.STRING) {
            broken(pointer + "/values", "only a string can have a set of values; use \"type: string\"");
        }
        if (field.min() != null && field.max() != null && field.min() > field.max()) {
            broken(pointer + "/min", "is greater than max");
        }
        if (field.index() && (field.list() || field.type() == FieldType.GEO || field.type() == FieldType.TEXT)) {
            broken(pointer + "/index", "lists, long texts and places cannot be filtered by equality; remove it");
        }
    }

    private void checkSessions() {
        if (pack.sessions().access().compareTo(LONGEST_ACCESS) > 0) {
            broken("/sessions/access", "may be 20m at most; sessions live longer through \"refresh\"");
        }
    }

    private void checkLimit(String name, Limit limit) {
        String at = "/limits/" + name;
        if (limit.window().compareTo(LONGEST_WINDOW) > 0) {
            broken(at + "/window", "may be 7d at most");
        }
        if (limit.algorithm() == Limit.Algorithm.SLIDING && limit.limit() > MOST_SLIDING) {
            broken(at + "/limit", "a sliding limit may be 1000 at most; use \"algorithm: gcra\" or \"window\"");
        }
        if (limit.path().indexOf("**") >= 0
                && limit.path().indexOf("**") != limit.path().length() - 2) {
            broken(at + "/path", "** may only end a path");
        }
    }

    private void checkUsers() {
        Set<String> seen = new HashSet<>();
        List<Seed.User> users = pack.seed().users();
        for (int i = 0; i < users.size(); i++) {
            String at = "/seed/users/" + i;
            if (!seen.add(users.get(i).email())) {
                broken(at + "/email", "another user has this address; choose another");
            }
            for (int r = 0; r < users.get(i).roles().size(); r++) {
                requireRole(at + "/roles/" + r, users.get(i).roles().get(r));
            }
        }
    }

    private void checkRows(String typeName, List<ObjectNode> rows) {
        String at = "/seed/items/" + typeName;
        ContentType type = pack.types().get(typeName);
        if (type == null) {
            broken(at, "no such type; " + Suggestion.among(pack.types().keySet(), typeName));
            return;
        }
        var schema = new ItemSchema(type);
        for (int i = 0; i < rows.size(); i++) {
            String row = at + "/" + i;
            ObjectNode fields = rows.get(i).deepCopy();
            checkOwner(row, type, fields);
            schema.check(fields)
                    .forEach(error -> broken(
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
        String owner = fields.path(OWNER).asString("");
        fields.remove(OWNER);
        if (pack.seed().users().stream().noneMatch(user -> user.email().equals(owner))) {
            broken(row + "/owner", "must be the e-mail address of a user under seed.users");
        }
    }

    private void requireRole(String pointer, String role) {
        if (!pack.roles().containsKey(role)) {
            broken(
                    pointer,
                    "no role is named \"" + role + "\"; "
                            + Suggestion.among(pack.roles().keySet(), role));
        }
    }

    private void broken(String pointer, String message) {
        broken.add(new Broken(pointer, message));
    }
}
