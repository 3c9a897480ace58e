package dev.trivet.session.permission;

import static io.restassured.RestAssured.given;

import dev.trivet.common.pack.Pack;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;

import java.util.Map;

/** How people of Lok'Room speak to session-service about roles. */
final class PermissionSite {

    private PermissionSite() {}

    static RequestSpecification as(String email) {
        String token = given().contentType("application/json")
                .body(Map.of("email", email, "password", "only-for-development"))
                .post("/api/auth/login")
                .then()
                .statusCode(200)
                .extract()
                .path("accessToken");
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    static ValidatableResponse redefine(RequestSpecification who, String role, String json) {
        return given().spec(who)
                .body(json)
                .patch("/api/auth/admin/roles/" + role)
                .then();
    }

    static boolean may(RequestSpecification who, String resource, String action) {
        return given().spec(who)
                .queryParam("resource", resource)
                .queryParam("action", action)
                .get("/api/auth/permissions")
                .then()
                .statusCode(200)
                .extract()
                .path("allowed");
    }

    /** As if no administrator had ever decided anything. */
    static void asInThePack(Pool pool, PackRoles packRoles, Pack pack) {
        pool.query("delete from role_part").execute().await().indefinitely();
        packRoles.bringIn(pack.roles()).await().indefinitely();
    }
}
