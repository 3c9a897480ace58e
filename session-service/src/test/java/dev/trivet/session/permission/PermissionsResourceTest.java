package dev.trivet.session.permission;

import static dev.trivet.session.permission.PermissionSite.as;
import static dev.trivet.session.permission.PermissionSite.may;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Seed;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PermissionsResourceTest {

    private static final String CREDENTIAL = "Bearer development-only-service-credential";

    @Inject
    Pool pool;

    @Inject
    Pack pack;

    @Inject
    PackRoles packRoles;

    @BeforeEach
    void beginAnew() {
        PermissionSite.asInThePack(pool, packRoles, pack);
    }

    @Test
    void everybodySeesTheWholeSetOfHisOwn() {
        as("staff@example.org")
                .get("/api/auth/permissions")
                .then()
                .statusCode(200)
                .body("roles", contains("member", "staff"))
                .body("permissions", hasItems("cache:admin", "listings:*", "reviews:create"))
                .body("permissions", not(hasItems("*")))
                .body("allowed", nullValue());
        given().get("/api/auth/permissions").then().statusCode(401);
    }

    @Test
    void orAsksAQuestion() {
        assertThat(may(as("user@example.org"), "listings", "create")).isTrue();
        assertThat(may(as("user@example.org"), "listings", "delete")).isFalse();
        assertThat(may(as("staff@example.org"), "listings", "delete")).isTrue();
        assertThat(may(as("admin@example.org"), "people", "admin")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource=listings",
                "action=read",
                "resource=&action=",
                "resource=*&action=read",
                "resource=a b&action=x",
                "resource=listings&action=Read!"
            })
    void whatIsNoQuestionIsRefused(String query) {
        as("user@example.org").get("/api/auth/permissions?" + query).then().statusCode(400);
    }

    @Test
    void servicesAskForAnybody() {
        UUID user = Seed.userId("lokroom", "other@example.org");
        internal(user)
                .statusCode(200)
                .body("roles", contains("member"))
                .body("permissions", hasItems("listings:create"));
        internal(UUID.randomUUID()).statusCode(404);
        given().get("/internal/permissions/" + user).then().statusCode(401);
    }

    @Test
    void whoeverIsDisabledHasNone() {
        UUID user = Seed.userId("lokroom", "jules@example.org");
        disable(user, "now()");
        try {
            internal(user).statusCode(404);
        } finally {
            disable(user, "null");
        }
    }

    private void disable(UUID user, String when) {
        pool.preparedQuery("update account set disabled_at = " + when + " where id = $1")
                .execute(Tuple.of(user))
                .await()
                .indefinitely();
    }

    private static ValidatableResponse internal(UUID user) {
        return given().header("Authorization", CREDENTIAL)
                .get("/internal/permissions/" + user)
                .then();
    }
}
