package dev.trivet.session.permission;

import static dev.trivet.session.permission.PermissionSite.as;
import static dev.trivet.session.permission.PermissionSite.may;
import static dev.trivet.session.permission.PermissionSite.redefine;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.RedisServer;
import dev.trivet.servers.TestServers;
import dev.trivet.session.account.Accounts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RolesResourceTest {

    private static final String ADMIN = "admin@example.org";
    private static final String STAFF = "staff@example.org";
    private static final String USER = "user@example.org";

    RedisServer redis;

    @Inject
    Pool pool;

    @Inject
    Pack pack;

    @Inject
    PackRoles packRoles;

    @Inject
    Administrators administrators;

    @Inject
    Accounts accounts;

    @Inject
    RedisLinks links;

    @Inject
    RedisKeys keys;

    @BeforeEach
    void beginAnew() {
        PermissionSite.asInThePack(pool, packRoles, pack);
    }

    @Test
    void administratorsSeeTheRoles() {
        as(ADMIN)
                .get("/api/auth/admin/roles")
                .then()
                .statusCode(200)
                .body("items.name", contains("admin", "member", "staff"))
                .body("items[2].inherits", contains("member"))
                .body("items[2].permissions", hasItem("cache:admin"))
                .body("items[2].effective.permissions", hasItems("cache:admin", "listings:create"));
        as(ADMIN).get("/api/auth/admin/roles/emperor").then().statusCode(404);
    }

    @Test
    void othersDoNot() {
        given().get("/api/auth/admin/roles").then().statusCode(401);
        as(USER).get("/api/auth/admin/roles").then().statusCode(403);
        as(STAFF).get("/api/auth/admin/roles/staff").then().statusCode(403);
        redefine(as(STAFF), "staff", "{\"permissions\": [\"*\"]}").statusCode(403);
    }

    @Test
    void aGrantHoldsFromTheNextRequestAndSoDoesARevocation() {
        RequestSpecification user = as(USER);
        assertThat(may(user, "cache", "admin")).isFalse();

        redefine(as(ADMIN), "member", "{\"permissions\": [\"cache:admin\"]}")
                .statusCode(200)
                .body("permissions", contains("cache:admin"))
                .body("pack.permissions", empty());
        assertThat(may(user, "cache", "admin")).isTrue();

        redefine(as(ADMIN), "member", "{\"permissions\": []}").statusCode(200);
        assertThat(may(user, "cache", "admin")).isFalse();
    }

    @Test
    void theAuditLogTellsBeforeAndAfter() {
        redefine(as(ADMIN).header("X-Trivet-Address", "192.0.2.7"), "member", "{\"permissions\": [\"forms:read\"]}")
                .statusCode(200);
        redefine(as(ADMIN), "member", "{\"permissions\": [\"forms:read\"]}").statusCode(200);

        var entries = pool.query("select address, detail from audit where action = 'role-redefined' order by seq desc")
                .execute()
                .await()
                .indefinitely();
        var newest = entries.iterator().next();
        assertThat(newest.getString("address")).isEqualTo("192.0.2.7");
        assertThat(newest.getJsonObject("detail")).isEqualTo(new JsonObject("""
                {"role": "member", "before": {"permissions": [], "inherits": []},
                 "after": {"permissions": ["forms:read"], "inherits": []}}"""));
    }

    @Test
    void whatIsWrongIsSaidFieldByField() {
        redefine(as(ADMIN), "member", "{\"permissions\": [\"listings:read\", \"castles:read\"], \"inherits\": [\"x\"]}")
                .statusCode(422)
                .body("errors.field", contains("permissions[1]", "inherits[0]"));
        redefine(as(ADMIN), "member", "{}").statusCode(400);
        redefine(as(ADMIN), "member", "").statusCode(400);
        redefine(as(ADMIN), "member", "{\"permissions\": \"*\"}").statusCode(400);
        redefine(as(ADMIN), "emperor", "{\"permissions\": []}").statusCode(404);
    }

    @Test
    void aCycleIsRefusedAndNamed() {
        redefine(as(ADMIN), "member", "{\"inherits\": [\"admin\"]}")
                .statusCode(422)
                .body("errors[0].field", equalTo("inherits"))
                .body("errors[0].message", containsString("admin → staff → member → admin"));
    }

    @Test
    void norDoTwoAdministratorsMakeOneTogether() throws Exception {
        for (int round = 0; round < 5; round++) {
            redefine(as(ADMIN), "member", "{\"inherits\": []}").statusCode(200);
            redefine(as(ADMIN), "staff", "{\"inherits\": []}").statusCode(200);
            RequestSpecification one = as(ADMIN);
            RequestSpecification other = as(ADMIN);

            List<Integer> answers = together(List.of(
                    () -> redefine(one, "member", "{\"inherits\": [\"staff\"]}")
                            .extract()
                            .statusCode(),
                    () -> redefine(other, "staff", "{\"inherits\": [\"member\"]}")
                            .extract()
                            .statusCode()));

            assertThat(answers).containsExactlyInAnyOrder(200, 422);
        }
    }

    @Test
    void aLesserAdministratorGivesNothingThatHeHasNot() {
        redefine(as(ADMIN), "staff", "{\"permissions\": [\"people:admin\", \"listings:*\"]}")
                .statusCode(200);
        RequestSpecification staff = as(STAFF);

        redefine(staff, "member", "{\"permissions\": [\"cache:admin\"]}").statusCode(403);
        redefine(staff, "member", "{\"permissions\": [\"listings:delete\"]}").statusCode(200);
        redefine(staff, "staff", "{\"permissions\": [\"listings:*\"]}").statusCode(409);
        assertThat(mayGrant(STAFF, "member")).isTrue();
        assertThat(mayGrant(STAFF, "admin")).isFalse();
        assertThat(mayGrant(ADMIN, "admin")).isTrue();
    }

    @Test
    void whatAnAdministratorChangedStaysChangedWhenThePackSaysTheSameAgain() {
        redefine(as(ADMIN), "staff", "{\"permissions\": [\"forms:read\"], \"inherits\": []}")
                .statusCode(200);

        bringIn("staff", pack.roles().get("staff"));
        bringIn("staff", new Pack.Role(List.of(), List.of("gateway:admin")));
        bringIn("staff", pack.roles().get("staff"));

        as(ADMIN)
                .get("/api/auth/admin/roles/staff")
                .then()
                .body("permissions", contains("forms:read"))
                .body("inherits", empty())
                .body("pack.permissions", hasItem("cache:admin"));
    }

    @Test
    void whatNobodyDecidedFollowsThePack() {
        bringIn("member", new Pack.Role(List.of(), List.of("forms:read")));
        assertThat(may(as(USER), "forms", "read")).isTrue();

        bringIn("member", new Pack.Role(List.of(), List.of()));
        assertThat(may(as(USER), "forms", "read")).isFalse();
    }

    @Test
    void goingBackToWhatThePackSaysIsFollowingItAgain() {
        redefine(as(ADMIN), "member", "{\"permissions\": [\"forms:read\"]}").statusCode(200);
        redefine(as(ADMIN), "member", "{\"permissions\": []}").statusCode(200);

        bringIn("member", new Pack.Role(List.of(), List.of("forms:read")));

        assertThat(may(as(USER), "forms", "read")).isTrue();
    }

    @Test
    void aRoleThatThePackNoLongerHasCountsForNothing() {
        var roles = new java.util.HashMap<>(pack.roles());
        roles.remove("staff");
        roles.put("admin", new Pack.Role(List.of("staff"), List.of("*")));
        packRoles.bringIn(roles).await().indefinitely();

        assertThat(may(as(STAFF), "cache", "admin")).isFalse();
        as(ADMIN).get("/api/auth/permissions").then().body("roles", not(hasItem("staff")));
        redefine(as(ADMIN), "staff", "{\"permissions\": []}").statusCode(404);
    }

    @Test
    void aPackThatMakesACycleOfAnAdministratorsWordOverrulesIt() {
        redefine(as(ADMIN), "staff", "{\"inherits\": []}").statusCode(200);
        bringIn("staff", new Pack.Role(List.of(), List.of()));
        redefine(as(ADMIN), "member", "{\"inherits\": [\"staff\"]}").statusCode(200);
        pool.query("delete from role_part where role = 'staff'")
                .execute()
                .await()
                .indefinitely();

        bringIn("staff", pack.roles().get("staff"));

        as(ADMIN).get("/api/auth/admin/roles/member").then().body("inherits", empty());
        as(ADMIN).get("/api/auth/admin/roles/staff").then().body("inherits", contains("member"));
    }

    @Test
    void replicasThatStartTogetherDoNotClash() throws Exception {
        pool.query("delete from role_part").execute().await().indefinitely();
        pool.query("delete from role").execute().await().indefinitely();
        Callable<Integer> start = () -> {
            packRoles.bringIn(pack.roles()).await().indefinitely();
            return 1;
        };

        assertThat(together(List.of(start, start, start, start, start, start))).hasSize(6);
        assertThat(may(as(STAFF), "cache", "admin")).isTrue();
    }

    @Test
    void aChangeDropsWhatIsCached() {
        String generation = keys.generation("permissions");
        send(Request.cmd(Command.SET).arg(generation).arg("1"));

        redefine(as(ADMIN), "member", "{\"permissions\": [\"forms:read\"]}").statusCode(200);

        assertThat(exists(generation)).isFalse();
        await().until(() -> left() == 0);
    }

    @Test
    void aChangeThatRedisDidNotHearDropsItLater() {
        String generation = keys.generation("permissions");
        send(Request.cmd(Command.SET).arg(generation).arg("1"));
        RequestSpecification admin = as(ADMIN);
        redis.pause();
        try {
            redefine(admin, "member", "{\"permissions\": [\"forms:read\"]}").statusCode(200);
            assertThat(left()).isPositive();
        } finally {
            redis.resume();
        }

        await().until(() -> left() == 0);
        assertThat(exists(generation)).isFalse();
    }

    private void bringIn(String name, Pack.Role role) {
        var roles = new java.util.HashMap<>(pack.roles());
        roles.put(name, role);
        packRoles.bringIn(roles).await().indefinitely();
    }

    private boolean mayGrant(String email, String role) {
        var account = accounts.findByEmail(email).await().indefinitely().orElseThrow();
        return administrators
                .mayGrant(pool, account.roles(), List.of(role))
                .await()
                .indefinitely();
    }

    private long left() {
        return pool.query("select count(*) from invalidation")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private boolean exists(String key) {
        return send(Request.cmd(Command.EXISTS).arg(key)).toInteger() == 1;
    }

    private io.vertx.redis.client.Response send(Request request) {
        return links.send(request).toCompletionStage().toCompletableFuture().join();
    }

    private static List<Integer> together(List<Callable<Integer>> calls) throws Exception {
        var threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<Integer> answers = new java.util.ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
