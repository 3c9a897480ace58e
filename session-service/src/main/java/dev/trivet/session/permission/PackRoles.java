package dev.trivet.session.permission;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.permission.PermissionTags;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the pack's roles into PostgreSQL at start, beside what administrators have decided. Several replicas that start at
 * once do it one after the other.
 */
@Singleton
class PackRoles {

    private static final Logger LOG = Logger.getLogger(PackRoles.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ROLES = """
            insert into role (site, name, in_pack) select $1, name, true from unnest($2::text[]) name
            on conflict (site, name) do update set in_pack = true
            """;
    private static final String NO_LONGER_ROLES =
            "update role set in_pack = false where site = $1 and name <> all($2::text[])";
    private static final String PARTS = """
            insert into role_part (site, role, kind, name, in_pack)
            select $1, role, kind, name, true from unnest($2::text[], $3::text[], $4::text[]) as said (role, kind, name)
            on conflict (site, role, kind, name) do update set in_pack = true
            """;
    private static final String NO_LONGER_PARTS = """
            update role_part set in_pack = false
             where site = $1 and in_pack and (role, kind, name) not in (
                   select role, kind, name from unnest($2::text[], $3::text[], $4::text[]) as said (role, kind, name))
            """;

    private final Pool pool;
    private final Pack pack;
    private final RoleStore store;
    private final CacheDrops drops;

    PackRoles(Pool pool, Pack pack, RoleStore store, CacheDrops drops) {
        this.pool = pool;
        this.pack = pack;
        this.store = store;
        this.drops = drops;
    }

    @Startup
    void bring() {
        bringIn(pack.roles()).await().atMost(PATIENCE);
    }

    /** Has the pack say this of the site's roles from now on. */
    Uni<Void> bringIn(Map<String, Pack.Role> said) {
        return pool.withTransaction(transaction -> store.lock(transaction)
                        .chain(() -> store.load(transaction))
                        .chain(before -> write(transaction, said)
                                .chain(() -> withoutCycles(transaction))
                                .chain(after -> Role.now(before).equals(Role.now(after))
                                        ? Uni.createFrom().<CacheDrops.Recorded>nullItem()
                                        : drops.record(transaction, List.of(PermissionTags.EVERYBODY)))))
                .chain(recorded -> recorded == null ? Uni.createFrom().voidItem() : drops.carryOut(recorded));
    }

    private Uni<Void> write(SqlClient transaction, Map<String, Pack.Role> said) {
        List<String> roles = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<String> names = new ArrayList<>();
        said.forEach((role, definition) -> {
            definition.permissions().forEach(name -> add(roles, role, kinds, RoleStore.PERMISSION, names, name));
            definition.inherits().forEach(name -> add(roles, role, kinds, RoleStore.INHERITED, names, name));
        });
        Tuple known = Tuple.of(pack.site(), said.keySet().toArray(String[]::new));
        Tuple parts = Tuple.of(
                pack.site(), roles.toArray(String[]::new), kinds.toArray(String[]::new), names.toArray(String[]::new));
        return transaction
                .preparedQuery(ROLES)
                .execute(known)
                .chain(() -> transaction.preparedQuery(NO_LONGER_ROLES).execute(known))
                .chain(() -> transaction.preparedQuery(PARTS).execute(parts))
                .chain(() -> transaction.preparedQuery(NO_LONGER_PARTS).execute(parts))
                .chain(() -> store.tidy(transaction));
    }

    private static void add(
            List<String> roles, String role, List<String> kinds, String kind, List<String> names, String name) {
        roles.add(role);
        kinds.add(kind);
        names.add(name);
    }

    /**
     * Takes back what an administrator has had inherited, where a pack edited since makes a cycle of it. There is such a
     * step in every cycle, for the pack has none by itself.
     */
    private Uni<Map<String, Role>> withoutCycles(SqlClient transaction) {
        return store.load(transaction).chain(roles -> {
            Optional<List<String>> cycle = new Roles(Role.now(roles)).cycle();
            if (cycle.isEmpty()) {
                return Uni.createFrom().item(roles);
            }
            List<String> path = cycle.get();
            int from = 0;
            while (roles.get(path.get(from)).pack().inherits().contains(path.get(from + 1))) {
                from++;
            }
            LOG.warnf(
                    "%s inherits %s no longer, as an administrator had it: the pack makes a cycle of it (%s)",
                    path.get(from), path.get(from + 1), String.join(" → ", path));
            return transaction
                    .preparedQuery("delete from role_part where site = $1 and role = $2 and kind = $3 and name = $4")
                    .execute(Tuple.tuple(
                            Arrays.asList(pack.site(), path.get(from), RoleStore.INHERITED, path.get(from + 1))))
                    .chain(() -> withoutCycles(transaction));
        });
    }
}
