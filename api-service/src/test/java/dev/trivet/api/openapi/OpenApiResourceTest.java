package dev.trivet.api.openapi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URL;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class OpenApiResourceTest {

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Test
    void theDocumentTellsOfThePacksTypes() {
        given().get("/api/openapi.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "public, max-age=300")
                .header("ETag", matchesPattern("\"[A-Za-z0-9_-]{16}\""))
                .body("paths", hasKey("/api/listings"))
                .body("components.schemas.listings.properties", hasKey("pricePerHour"));
    }

    @Test
    void anUnchangedDocumentIsNotSentAgain() {
        String etag = given().get("/api/openapi.json").header("ETag");

        given().header("If-None-Match", etag)
                .get("/api/openapi.json")
                .then()
                .statusCode(304)
                .header("ETag", etag)
                .header("Cache-Control", "public, max-age=300")
                .body(equalTo(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/", "/docs/index.html", "/api/openapi", "/api/openapi/index.html"})
    void swaggerUiShowsTheDocumentBesideIt(String page) {
        given().get(page)
                .then()
                .statusCode(200)
                .contentType(containsString("text/html"))
                .body(containsString("'../openapi.json'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/swagger-ui-bundle.js", "/api/openapi/swagger-ui-bundle.js"})
    void swaggerUiComesWithAllItNeeds(String file) {
        given().get(file).then().statusCode(200).contentType(containsString("javascript"));
    }

    @Test
    void thePageOfTheServiceItselfFindsTheDocumentToo() {
        given().get("/openapi.json").then().statusCode(200).body("paths", hasKey("/api/listings"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui", "/openapi", "/swagger-ui"})
    void nothingElseIsShown(String path) {
        given().get(path).then().statusCode(404);
        given().get(management + path.substring(1)).then().statusCode(404);
    }

    @Test
    void theManagementPortShowsNoPage() {
        given().get(management + "docs/").then().statusCode(404);
    }

    @Test
    void onlyReadingIsAnswered() {
        given().contentType("application/json")
                .body("{}")
                .post("/api/openapi.json")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("type", endsWith(":method-not-allowed"));
    }
}
