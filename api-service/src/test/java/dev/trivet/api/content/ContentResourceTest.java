package dev.trivet.api.content;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.trivet.common.pack.Seed;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class ContentResourceTest {

    private static final UUID OWNER = Seed.userId("lokroom", "user@example.org");
    private static final UUID OTHER = Seed.userId("lokroom", "other@example.org");
    private static final String NEW =
            "{\"title\": \"Salle de test\", \"kind\": \"bureau\", \"city\": \"Dijon\", \"capacity\": 3, \"pricePerHour\": 9.5}";

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitForKeys() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @Test
    void anItemIsLoadedOnceAndThenRemembered() {
        String id = create();

        get(id).header("X-Cache", "MISS").body("title", equalTo("Salle de test"), "version", equalTo(1));
        get(id).header("X-Cache", "HIT").header("Cache-Status", startsWith("trivet; hit"));
    }

    @Test
    void aChangeByTheOwnerIsSeenByTheNextRead() {
        String id = create();
        get(id);
        get(id).header("X-Cache", "HIT");

        as(OWNER, "member")
                .body(NEW.replace("Salle de test", "Salle refaite"))
                .put("/api/listings/" + id)
                .then()
                .statusCode(200)
                .body("version", equalTo(2));

        get(id).header("X-Cache", "MISS").body("title", equalTo("Salle refaite"));
    }

    @Test
    void aChangeRefreshesTheListsThatShowItAndNothingElse() {
        String changed = create();
        String untouched = create();
        given().get("/api/listings?city=Dijon").then().statusCode(200);
        given().get("/api/amenities").then().statusCode(200);
        get(changed);
        get(untouched);

        as(OWNER, "member")
                .body("{\"capacity\": 4}")
                .patch("/api/listings/" + changed)
                .then()
                .statusCode(200);

        given().get("/api/listings?city=Dijon")
                .then()
                .header("X-Cache", "MISS")
                .body("items.find { it.id == '%s' }.capacity".formatted(changed), equalTo(4));
        given().get("/api/amenities").then().header("X-Cache", "HIT");
        get(untouched).header("X-Cache", "HIT");
    }

    @Test
    void anEntityTagSavesTheBody() {
        String id = create();
        String etag = get(id).extract().header("ETag");

        given().header("If-None-Match", etag)
                .get("/api/listings/" + id)
                .then()
                .statusCode(304)
                .header("ETag", etag)
                .header("Vary", notNullValue());
        given().head("/api/listings/" + id).then().statusCode(200).header("ETag", etag);
    }

    @Test
    void aWriteNeedsAPersonWithTheRight() {
        String id = create();

        given().contentType("application/json")
                .body(NEW)
                .post("/api/listings")
                .then()
                .statusCode(401);
        given().contentType("application/json")
                .body(NEW)
                .put("/api/listings/" + id)
                .then()
                .statusCode(401);
        as(OTHER, "member").body(NEW).put("/api/listings/" + id).then().statusCode(403);
        as(OTHER, "member").delete("/api/listings/" + id).then().statusCode(403);
        as(OTHER, "member")
                .body("{\"slug\": \"x2\", \"label\": \"x\", \"category\": \"confort\"}")
                .post("/api/amenities")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("instance", equalTo("/api/amenities"));
        as(OTHER, "staff").body(NEW).put("/api/listings/" + id).then().statusCode(200);
    }

    @Test
    void aForgedTokenIsNobody() {
        given().header("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")
                .contentType("application/json")
                .body(NEW)
                .post("/api/listings")
                .then()
                .statusCode(401);
    }

    @Test
    void anItemIsChangedOnlyAsItWasSeen() {
        String id = create();
        String etag = get(id).extract().header("ETag");

        as(OWNER, "member")
                .header("If-Match", "\"older\"")
                .body(NEW)
                .put("/api/listings/" + id)
                .then()
                .statusCode(412);
        as(OWNER, "member")
                .header("If-Match", etag)
                .body(NEW)
                .put("/api/listings/" + id)
                .then()
                .statusCode(200);
        as(OWNER, "member")
                .header("If-Match", etag)
                .delete("/api/listings/" + id)
                .then()
                .statusCode(412);
    }

    @Test
    void aDeletedItemIsGone() {
        String id = create();
        get(id);

        as(OWNER, "member").delete("/api/listings/" + id).then().statusCode(204);

        given().get("/api/listings/" + id).then().statusCode(404);
    }

    @Test
    void fieldsThatDoNotFitAreNamed() {
        as(OWNER, "member")
                .body(
                        "{\"title\": \"abc\", \"kind\": \"igloo\", \"city\": \"Dijon\", \"capacity\": \"many\", \"prize\": 1}")
                .post("/api/listings")
                .then()
                .statusCode(422)
                .body("errors.field", hasItems("title", "kind", "capacity", "prize", "pricePerHour"));
    }

    @Test
    void aBodyThatIsNoObjectIs400() {
        for (String body : List.of("", "[]", "{\"title\":", "{} {}", "{\"a\":1,\"a\":2}", "[".repeat(100_000))) {
            as(OWNER, "member").body(body).post("/api/listings").then().statusCode(400);
        }
    }

    @Test
    void whatDoesNotExistIs404AndWhatIsNotKnownIs400() {
        given().get("/api/castles").then().statusCode(404).contentType("application/problem+json");
        given().get("/api/listings/" + UUID.randomUUID()).then().statusCode(404);
        given().get("/api/listings/not-an-id").then().statusCode(404);
        given().get("/api/listings?colour=red").then().statusCode(400).body("detail", endsWith("instantBooking"));
        given().get("/api/listings?capacity=many").then().statusCode(400);
        given().get("/api/listings?kind=igloo")
                .then()
                .statusCode(400)
                .body("detail", containsString("salle-de-reunion"));
        given().get("/api/listings?limit=1000").then().statusCode(400);
        given().get("/api/listings?after=x").then().statusCode(400);
        given().get("/api/listings?city=Lyon&city=Paris").then().statusCode(400);
    }

    @Test
    void aFilterIsDataAndNeverSql() {
        given().queryParam("city", "Paris' or '1'='1")
                .get("/api/listings")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void whatPostgresqlCannotKeepIs400() {
        for (String value : List.of("\"Salle \\u0000\"", "1e999999999", "9".repeat(60))) {
            as(OWNER, "member")
                    .body(NEW.replace("\"Salle de test\"", value))
                    .post("/api/listings")
                    .then()
                    .statusCode(400);
        }
        given().urlEncodingEnabled(false).get("/api/listings?city=%00").then().statusCode(400);
        given().get("/api/listings?pricePerHour=1e999999999").then().statusCode(400);
    }

    @Test
    void listsAreFilteredByType() {
        given().get("/api/listings?kind=studio&instantBooking=true&limit=100")
                .then()
                .body("items.kind", everyItem(equalTo("studio")), "items.instantBooking", everyItem(equalTo(true)));
        given().get("/api/listings?pricePerHour=12.50").then().body("items.city", hasItem("Marseille"));
    }

    @Test
    void theSameQuestionIsTheSameKey() {
        given().get("/api/amenities?category=confort&limit=5").then().statusCode(200);

        given().get("/api/amenities?limit=5&category=confort").then().header("X-Cache", "HIT");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        List<String> slugs = new ArrayList<>();
        String next = "";
        do {
            var page = given().get("/api/amenities?limit=7" + next)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            slugs.addAll(page.getList("items.slug"));
            next = page.getString("next") == null ? null : "&after=" + page.getString("next");
        } while (next != null);

        assertThat(slugs).hasSize(26).doesNotHaveDuplicates().startsWith("wifi").endsWith("barbecue");
        given().get("/api/amenities?limit=26").then().body("next", nullValue());
    }

    private ValidatableResponse get(String id) {
        return given().get("/api/listings/" + id).then().statusCode(200);
    }

    private String create() {
        return as(OWNER, "member")
                .body(NEW)
                .post("/api/listings")
                .then()
                .statusCode(201)
                .header("Location", startsWith("/api/listings/"))
                .extract()
                .path("id");
    }

    private RequestSpecification as(UUID user, String role) {
        return given().header("Authorization", "Bearer " + people.token(user, UUID.randomUUID(), role))
                .contentType("application/json");
    }
}
