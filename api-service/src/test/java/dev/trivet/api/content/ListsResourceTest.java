package dev.trivet.api.content;

import static dev.trivet.api.content.RoomsSite.ADA;
import static dev.trivet.api.content.RoomsSite.BO;
import static dev.trivet.api.content.RoomsSite.CY;
import static dev.trivet.api.content.RoomsSite.as;
import static dev.trivet.api.content.RoomsSite.id;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.servers.FakeSessionService;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How items are found. Each test works in a city of its own. */
@QuarkusTest
@TestProfile(RoomsSite.class)
class ListsResourceTest {

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    private final String city = "C" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void waitForKeys() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @Test
    void fieldsAreComparedAsWhatTheyAre() {
        room("a", "\"price\": 9, \"since\": \"2026-01-01T12:00:00+02:00\"");
        room("b", "\"price\": 10.5, \"since\": \"2026-01-01T10:30:00Z\"");
        room("c", "\"price\": 100");

        assertThat(titles("price.gte=10")).containsExactlyInAnyOrder("b", "c");
        assertThat(titles("price.gt=10.50")).containsExactly("c");
        assertThat(titles("price.lt=10&price.gte=9.0")).containsExactly("a");
        assertThat(titles("price=10.50")).containsExactly("b");
        assertThat(titles("since.lte=2026-01-01T10:15:00Z")).containsExactly("a");
        assertThat(titles("since.gte=2026-01-01T10:00:00Z")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aFieldOfSeveralValuesIsAskedForSomeOfThem() {
        room("a", "\"features\": [\"wifi\", \"lift\"]");
        room("b", "\"features\": [\"wifi\"]");

        assertThat(titles("features=wifi")).containsExactlyInAnyOrder("a", "b");
        assertThat(titles("features=wifi&features=lift")).containsExactly("a");
    }

    @Test
    void aListIsSortedAsAskedAndOtherwiseAsThePackSays() {
        room("b", "\"rank\": 1, \"price\": 5");
        room("a", "\"rank\": 1, \"price\": 7");
        room("c", "\"rank\": 0, \"price\": 7");
        room("d", "\"price\": 6");

        assertThat(titles("")).containsExactly("d", "c", "a", "b");
        assertThat(titles("sort=-price,title")).containsExactly("a", "c", "d", "b");
        assertThat(titles("sort=-createdAt")).containsExactly("d", "c", "a", "b");
    }

    /** Equal keys, missing keys, mixed directions, and a page of every size. */
    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        for (int i = 0; i < 7; i++) {
            room("t" + i, i % 3 == 2 ? "\"rank\": 4" : "\"rank\": " + i % 3 + ", \"price\": " + i / 3);
        }
        for (String sort : List.of("rank,-price", "-rank", "price", "-price,title,-rank", "createdAt", "-updatedAt")) {
            List<String> whole = titles("sort=" + sort + "&limit=50");
            assertThat(whole).hasSize(7);
            for (int size = 1; size < 7; size++) {
                List<String> pages = new ArrayList<>();
                String after = "";
                do {
                    var page = given().get("/api/rooms?city=" + city + "&sort=" + sort + "&limit=" + size + after)
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
                    pages.addAll(page.getList("items.title"));
                    after = page.getString("next") == null ? null : "&after=" + page.getString("next");
                } while (after != null);
                assertThat(pages).as(sort + " by " + size).isEqualTo(whole);
            }
        }
        assertThat(titles("limit=3&page=1")).isEqualTo(titles("limit=7").subList(0, 3));
        assertThat(titles("limit=3&page=3")).isEqualTo(titles("limit=7").subList(6, 7));
    }

    @Test
    void aListSaysHowManyThereAreWhenAsked() {
        room("a", "\"rank\": 1");
        room("b", "\"rank\": 2");

        given().get("/api/rooms?limit=1&count=exact&city=" + city)
                .then()
                .body("total", equalTo(2), "next", notNullValue());
        given().get("/api/rooms?limit=1&city=" + city).then().body("total", nullValue());
    }

    @Test
    void onlyTheFieldsThatAreAskedForAreShown() {
        room("a", "\"rank\": 1, \"price\": 3");

        given().get("/api/rooms?fields=price,title&city=" + city)
                .then()
                .body("items[0].keySet()", containsInAnyOrder("id", "title", "price"));
        given().get("/api/rooms?fields=colour").then().statusCode(400).body("detail", containsString("colour"));
    }

    @Test
    void wordsAreFoundInOtherFormsAndWithoutTheirAccents() {
        room("Grands ateliers lumineux", "\"text\": \"Les propriétaires accueillent des réunions.\"");
        room("Cuisine", "\"text\": \"Un atelier de pâtisserie.\"");
        room("Jardin", "\"text\": \"Des tilleuls.\"");

        assertThat(titles("q=atelier")).containsExactly("Grands ateliers lumineux", "Cuisine");
        assertThat(titles("q=reunion")).containsExactly("Grands ateliers lumineux");
        assertThat(titles("q=PROPRIÉTAIRE")).containsExactly("Grands ateliers lumineux");
        assertThat(titles("q=atelier -patisserie")).containsExactly("Grands ateliers lumineux");
        assertThat(titles("q=(('|!:* \\")).isEmpty();
        assertThat(titles("q=atelier&sort=title")).containsExactly("Cuisine", "Grands ateliers lumineux");
    }

    @Test
    void placesAreFoundByDistance() {
        room("Bellecour", place(45.7578, 4.8320));
        room("Part-Dieu", place(45.7606, 4.8612));
        room("Villeurbanne", place(45.7719, 4.8902));
        room("Paris", place(48.8566, 2.3522));

        given().get("/api/rooms?near=45.7578,4.8320&radius=5&city=" + city)
                .then()
                .body(
                        "items.title", contains("Bellecour", "Part-Dieu", "Villeurbanne"),
                        "items[0].distanceKm", equalTo(0.0f),
                        "items[1].distanceKm", equalTo(2.3f),
                        "items[2].distanceKm", equalTo(4.8f));
        assertThat(titles("near=45.7578,4.8320&radius=3")).containsExactly("Bellecour", "Part-Dieu");
        assertThat(titles("near=45.7578,4.8320&radius=500")).hasSize(4).endsWith("Paris");
        assertThat(titles("near=45.7578,4.8320&radius=500&sort=title")).startsWith("Bellecour", "Paris");
    }

    @Test
    void nearbyGoesOnBeyondTheDateLineAndAroundThePole() {
        room("Taveuni", place(-16.8, 179.95));
        room("Vanua Balavu", place(-17.2, -178.95));
        room("Pole", place(89.9, -120));

        assertThat(titles("near=-16.8,-179.9&radius=200")).containsExactly("Taveuni", "Vanua Balavu");
        assertThat(titles("near=-16.8,179.9&radius=200")).containsExactly("Taveuni", "Vanua Balavu");
        assertThat(titles("near=89.9,60&radius=30")).containsExactly("Pole");
    }

    @Test
    void whatIsHiddenIsSeenByItsOwnerAndByWhoMayChangeAll() {
        String hidden = id(RoomsSite.create(
                people, ADA, "rooms", "{\"title\": \"x\", \"open\": false, \"city\": \"" + city + "\"}"));

        assertThat(titles("")).isEmpty();
        given().get("/api/rooms/" + hidden).then().statusCode(404);
        as(people, BO, "member").get("/api/rooms/" + hidden).then().statusCode(404);
        as(people, ADA, "member")
                .get("/api/rooms/" + hidden)
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-store");
        as(people, CY, "staff").get("/api/rooms/" + hidden).then().statusCode(200);
        given().get("/api/rooms?open=false&city=" + city).then().statusCode(401);
        as(people, CY, "staff")
                .get("/api/rooms?open=false&city=" + city)
                .then()
                .header("Cache-Control", "private, no-store")
                .body("items.id", contains(hidden));

        as(people, ADA, "member")
                .get("/api/rooms?open=false&city=" + city)
                .then()
                .body("items.id", contains(hidden));
        as(people, BO, "member")
                .get("/api/rooms?open=false&city=" + city)
                .then()
                .body("items", empty());
        as(people, ADA, "member")
                .body("{\"open\": null}")
                .patch("/api/rooms/" + hidden)
                .then()
                .statusCode(200);
        as(people, CY, "staff").get("/api/rooms?open=false&city=" + city).then().body("items.id", contains(hidden));
        as(people, ADA, "member")
                .body("{\"open\": true}")
                .patch("/api/rooms/" + hidden)
                .then()
                .statusCode(200);
        assertThat(titles("")).containsExactly("x");
    }

    @Test
    void aListIsAskedForByOwner() {
        room("a", "\"rank\": 1");
        id(RoomsSite.create(people, BO, "rooms", "{\"title\": \"b\", \"open\": true, \"city\": \"" + city + "\"}"));

        assertThat(titles("owner=" + ADA)).containsExactly("a");
        assertThat(titles("owner=" + BO)).containsExactly("b");
        given().get("/api/rooms?owner=me").then().statusCode(400);
    }

    @Test
    void rowsOfDevelopmentReferToEachOther() {
        given().get("/api/rooms?slug=attic").then().body("items.title", contains("Grenier élégant"));
        String attic = given().get("/api/rooms?slug=attic").path("items[0].id");
        given().get("/api/rooms/" + attic + "/reviews").then().body("items.rating", hasItem(4));
        given().get("/api/rooms").then().body("items.slug", not(hasItem("secret")));
    }

    private static String place(double lat, double lon) {
        return "\"place\": {\"lat\": " + lat + ", \"lon\": " + lon + "}";
    }

    private void room(String title, String more) {
        String json = "{\"title\": \"%s\", \"open\": true, \"city\": \"%s\", %s}".formatted(title, city, more);
        id(RoomsSite.create(people, ADA, "rooms", json));
    }

    private List<String> titles(String query) {
        return given().get("/api/rooms?city=" + city + (query.isEmpty() ? "" : "&" + query))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.title");
    }
}
