package dev.trivet.common.pack;

import java.util.List;

/** What must hold between the parts of a pack beside what the schema says: names that are used exist, bounds fit. */
final class PackRules {

    private final Pack pack;
    private final Broken broken;

    private PackRules(Pack pack, Broken broken) {
        this.pack = pack;
        this.broken = broken;
    }

    static List<Broken.Rule> check(Pack pack) {
        var broken = new Broken();
        var rules = new PackRules(pack, broken);
        rules.checkPaths();
        rules.checkRoles();
        pack.types().forEach(new TypeRules(pack, broken)::check);
        new FigureRules(pack, broken).check();
        pack.forms().forEach(new FormRules(broken)::check);
        new PeopleRules(pack, broken).check();
        pack.limits().forEach(new LimitRules(broken)::check);
        new RouteRules(pack, broken).check();
        new BrowserRules(pack, broken).check();
        new SeedRules(pack, broken).check();
        return broken.rules();
    }

    private void checkPaths() {
        String api = pack.paths().api();
        String auth = pack.paths().auth();
        for (String root : List.of("/health", "/ratelimit", "/.well-known")) {
            if (api.equals(root) || auth.equals(root)) {
                broken.add(
                        api.equals(root) ? "/paths/api" : "/paths/auth",
                        root + " is the gateway's own; choose another");
            }
        }
        if (api.equals(auth) || api.startsWith(auth + "/")) {
            broken.add("/paths/api", "lies within paths.auth; content would never be reached. Use /api and /api/auth");
        }
    }

    private void checkRoles() {
        pack.roles().forEach((name, role) -> {
            for (int i = 0; i < role.permissions().size(); i++) {
                String at = "/roles/" + name + "/permissions/" + i;
                PermissionRules.fault(pack, role.permissions().get(i)).ifPresent(fault -> broken.add(at, fault));
            }
            for (int i = 0; i < role.inherits().size(); i++) {
                requireRole("/roles/" + name + "/inherits/" + i, role.inherits().get(i));
            }
        });
        new Roles(pack.roles())
                .cycle()
                .ifPresent(cycle -> broken.add(
                        "/roles/" + cycle.get(0) + "/inherits",
                        "inherits itself (" + String.join(" → ", cycle) + "); remove one of these"));
    }

    private void requireRole(String pointer, String role) {
        if (!pack.roles().containsKey(role)) {
            broken.unknown(pointer, "role", role, pack.roles().keySet());
        }
    }
}
