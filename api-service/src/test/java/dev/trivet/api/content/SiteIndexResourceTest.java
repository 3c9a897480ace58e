package dev.trivet.api.content;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class SiteIndexResourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/"})
    void theSiteSaysWhatItHas(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "public, max-age=60")
                .header("ETag", matchesPattern("\"[\\w-]{16}\""))
                .body("site", equalTo("lokroom"))
                .body("title", equalTo("Lok'Room"))
                .body("types", hasItems("listings", "amenities"))
                .body("openapi", equalTo("/api/openapi.json"));
    }

    @Test
    void typesAreStillTypes() {
        given().get("/api/amenities?limit=1").then().statusCode(200).body("items.size()", equalTo(1));
        given().get("/api/nothing").then().statusCode(404);
    }

    @Test
    void theIndexIsOnlyRead() {
        given().body("{}").contentType("application/json").post("/api").then().statusCode(405);
    }
}
