package dev.trivet.session.permission;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.permission.Permissions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The site's roles in PostgreSQL, read anew each time: they are few, and what they say must hold at once. */
@Singleton
class RoleStore {

    static final String PERMISSION = "permission";
    static final String INHERITED = "role";

    private static final String LOAD = """
            select r.name, p.kind, p.name as part, p.in_pack, coalesce(p.decided, p.in_pack) as holds
              from role r left join role_part p on p.site = r.site and p.role = r.name
             where r.site = $1 and r.in_pack
             order by r.name, p.kind, p.name
            """;

    private static final String GRANT = """
            insert into role_part (site, role, kind, name, in_pack, decided)
            select $1, $2, $3, part, false, true from unnest($4::text[]) part
            on conflict (site, role, kind, name) do update
               set decided = case when role_part.in_pack then null else true end
            """;

    private static final String REVOKE = """
            update role_part set decided = case when in_pack or not decided then false end
             where site = $1 and role = $2 and kind = $3 and name <> all($4::text[])
            """;

    /** Deletes what neither the pack nor an administrator says anything of. */
    private static final String TIDY = "delete from role_part where site = $1 and not in_pack and decided is null";

    private final Pack pack;

    RoleStore(Pack pack) {
        this.pack = pack;
    }

    /** Has whoever else changes roles wait until the transaction is over: two changes may be harmless only one by one. */
    Uni<Void> lock(SqlClient transaction) {
        return transaction
                .preparedQuery("select pg_advisory_xact_lock(hashtextextended('trivet roles ' || $1, 0))")
                .execute(Tuple.of(pack.site()))
                .replaceWithVoid();
    }

    Uni<Map<String, Role>> load(SqlClient client) {
        return client.preparedQuery(LOAD).execute(Tuple.of(pack.site())).map(rows -> {
            Map<String, Parts> parts = new TreeMap<>();
            rows.forEach(row -> parts.computeIfAbsent(row.getString("name"), name -> new Parts())
                    .add(row));
            Map<String, Role> roles = new TreeMap<>();
            parts.forEach((name, found) -> roles.put(name, found.role()));
            return roles;
        });
    }

    /** What follows now from holding some roles. */
    Uni<Permissions> permissions(SqlClient client, Collection<String> held) {
        return load(client).map(roles -> Permissions.of(pack, new Roles(Role.now(roles)), held));
    }

    /** Makes a role what an administrator wants it to be. Where that is what the pack says, the pack goes on saying it. */
    Uni<Void> decide(SqlClient transaction, String role, Pack.Role wanted) {
        return decide(transaction, role, PERMISSION, wanted.permissions())
                .chain(() -> decide(transaction, role, INHERITED, wanted.inherits()))
                .chain(() -> tidy(transaction));
    }

    Uni<Void> tidy(SqlClient transaction) {
        return transaction.preparedQuery(TIDY).execute(Tuple.of(pack.site())).replaceWithVoid();
    }

    private Uni<Void> decide(SqlClient transaction, String role, String kind, List<String> wanted) {
        Tuple values = Tuple.tuple(Arrays.asList(pack.site(), role, kind, wanted.toArray(String[]::new)));
        return transaction
                .preparedQuery(GRANT)
                .execute(values)
                .chain(() -> transaction.preparedQuery(REVOKE).execute(values))
                .replaceWithVoid();
    }

    /** One role's parts as they are read. */
    private static final class Parts {

        private final Map<String, List<String>> now =
                Map.of(PERMISSION, new ArrayList<>(), INHERITED, new ArrayList<>());
        private final Map<String, List<String>> pack =
                Map.of(PERMISSION, new ArrayList<>(), INHERITED, new ArrayList<>());

        void add(Row row) {
            String part = row.getString("part");
            if (part == null) {
                return;
            }
            if (row.getBoolean("holds")) {
                now.get(row.getString("kind")).add(part);
            }
            if (row.getBoolean("in_pack")) {
                pack.get(row.getString("kind")).add(part);
            }
        }

        Role role() {
            return new Role(role(now), role(pack));
        }

        private static Pack.Role role(Map<String, List<String>> parts) {
            return new Pack.Role(parts.get(INHERITED), parts.get(PERMISSION));
        }
    }
}
