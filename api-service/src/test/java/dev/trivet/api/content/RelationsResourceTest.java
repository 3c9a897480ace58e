package dev.trivet.api.content;

import static dev.trivet.api.content.RoomsSite.ADA;
import static dev.trivet.api.content.RoomsSite.BO;
import static dev.trivet.api.content.RoomsSite.CY;
import static dev.trivet.api.content.RoomsSite.as;
import static dev.trivet.api.content.RoomsSite.create;
import static dev.trivet.api.content.RoomsSite.id;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.servers.FakeSessionService;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Items that refer to each other, and what they have for themselves alone. */
@QuarkusTest
@TestProfile(RoomsSite.class)
class RelationsResourceTest {

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitForKeys() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @Test
    void whatIsReferredToMustExist() {
        create(people, BO, "reviews", review(UUID.randomUUID().toString(), 3))
                .statusCode(422)
                .body("errors.field", contains("room"));
        create(people, BO, "reviews", "{\"room\": \"attic\", \"rating\": 3}").statusCode(422);
    }

    @Test
    void whatOthersReferToIsNotDeletedUnlessTheyGoAlong() {
        String room = room();
        String booking = id(create(people, BO, "bookings", booking(room, "2027-01-01", "2027-01-02")));
        String review = id(create(people, BO, "reviews", review(room, 5)));
        given().get("/api/reviews/" + review).then().statusCode(200);
        given().get("/api/rooms/" + room + "/reviews").then().body("items", hasSize(1));

        as(people, ADA, "member")
                .delete("/api/rooms/" + room)
                .then()
                .statusCode(409)
                .body("detail", containsString("bookings"));
        as(people, BO, "member").delete("/api/bookings/" + booking).then().statusCode(204);
        as(people, ADA, "member").delete("/api/rooms/" + room).then().statusCode(204);

        given().get("/api/reviews/" + review).then().statusCode(404);
        given().get("/api/reviews?room=" + room).then().body("items", empty());
        given().get("/api/rooms/" + room + "/reviews").then().statusCode(404);
    }

    @Test
    void itemsThatReferToEachOtherInACircleGoTogether() {
        String one = id(create(people, ADA, "nodes", "{}"));
        String two = id(create(people, ADA, "nodes", "{\"parent\": \"" + one + "\"}"));
        as(people, ADA, "member")
                .body("{\"parent\": \"" + two + "\"}")
                .patch("/api/nodes/" + one)
                .then()
                .statusCode(200);
        String self = id(create(people, ADA, "nodes", "{}"));
        as(people, ADA, "member")
                .body("{\"parent\": \"" + self + "\"}")
                .patch("/api/nodes/" + self)
                .then()
                .statusCode(200);

        as(people, ADA, "member").delete("/api/nodes/" + one).then().statusCode(204);
        as(people, ADA, "member").delete("/api/nodes/" + self).then().statusCode(204);

        for (String gone : List.of(one, two, self)) {
            given().get("/api/nodes/" + gone).then().statusCode(404);
        }
    }

    /** Whom a relation lets change an item, it does not let read those of others. */
    @Test
    void aListShowsNoMoreThanItsItemsDo() {
        String room = room();
        String loan = id(create(people, BO, "loans", "{\"room\": \"" + room + "\"}"));

        as(people, ADA, "member").get("/api/loans/" + loan).then().statusCode(403);
        as(people, ADA, "member").get("/api/loans?room=" + room).then().body("items", empty());
        as(people, ADA, "member").get("/api/rooms/" + room + "/loans").then().body("items", empty());
        as(people, BO, "member").get("/api/rooms/" + room + "/loans").then().body("items.id", contains(loan));
    }

    @Test
    void aNumberIsTheSameHoweverItIsWritten() {
        String room = room();
        id(create(people, BO, "loans", "{\"room\": \"" + room + "\", \"number\": 70.0}"));

        for (String same : List.of("70", "70.00", "7e1")) {
            create(people, CY, "loans", "{\"room\": \"" + room + "\", \"number\": " + same + "}")
                    .statusCode(409);
        }
    }

    @Test
    void thePathOfAChildListSaysWhose() {
        String room = room();

        given().get("/api/rooms/" + room + "/reviews?room=" + room()).then().statusCode(400);
    }

    @Test
    void whatIsUniqueIsTakenOnce() {
        String slug = "s" + UUID.randomUUID();
        String room = id(create(people, ADA, "rooms", "{\"title\": \"a\", \"slug\": \"" + slug + "\"}"));
        create(people, BO, "rooms", "{\"title\": \"b\", \"slug\": \"" + slug + "\"}")
                .statusCode(409)
                .body("type", equalTo("urn:trivet:problem:conflict"), "detail", containsString("slug"));
        as(people, ADA, "member")
                .body("{\"title\": \"still mine\"}")
                .patch("/api/rooms/" + room)
                .then()
                .statusCode(200);
        id(create(people, BO, "reviews", review(room, 5)));
        create(people, BO, "reviews", review(room, 1)).statusCode(409);
        id(create(people, CY, "reviews", review(room, 1)));

        as(people, ADA, "member")
                .body("{\"slug\": null}")
                .patch("/api/rooms/" + room)
                .then()
                .statusCode(200);
        id(create(people, BO, "rooms", "{\"title\": \"b\", \"slug\": \"" + slug + "\"}"));
    }

    @Test
    void spansThatMayNotOverlapDoNot() {
        String room = room();
        String first = id(create(people, BO, "bookings", booking(room, "2027-03-01", "2027-03-05")));

        create(people, CY, "bookings", booking(room, "2027-03-04", "2027-03-06"))
                .statusCode(409);
        create(people, CY, "bookings", booking(room, "2027-03-05", "2027-03-05"))
                .statusCode(422)
                .body("errors.field", contains("ends"));
        id(create(people, CY, "bookings", booking(room, "2027-03-05", "2027-03-06")));
        id(create(people, CY, "bookings", booking(room(), "2027-03-01", "2027-03-05")));
        as(people, BO, "member")
                .body("{\"ends\": \"2027-03-05T12:00:00Z\"}")
                .patch("/api/bookings/" + first)
                .then()
                .statusCode(409);

        as(people, BO, "member")
                .body("{\"state\": \"cancelled\"}")
                .patch("/api/bookings/" + first)
                .then()
                .statusCode(200);
        id(create(people, CY, "bookings", booking(room, "2027-03-02", "2027-03-03")));
    }

    @Test
    void ofThoseWhoWantTheSameTimeAtOnceExactlyOneGetsIt() {
        String room = room();

        List<Integer> answers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> create(
                                people,
                                i % 2 == 0 ? BO : CY,
                                "bookings",
                                booking(room, "2027-05-0" + (1 + i % 3), "2027-05-09"))
                        .extract()
                        .statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).containsOnlyOnce(201).contains(409).hasSize(12);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(11);
    }

    @Test
    void aBookingIsSeenByGuestHostAndStaffAndNobodyElse() {
        String room = room();
        String booking = id(create(people, BO, "bookings", booking(room, "2027-06-01", "2027-06-02")));
        String url = "/api/bookings/" + booking;

        given().get(url).then().statusCode(401);
        as(people, CY, "member").get(url).then().statusCode(403);
        for (var viewer : List.of(as(people, BO, "member"), as(people, ADA, "member"), as(people, CY, "staff"))) {
            viewer.get(url).then().statusCode(200).header("Cache-Control", "private, no-store");
        }
        String list = "/api/bookings?room=" + room;
        as(people, CY, "member").get(list).then().body("items", empty());
        as(people, BO, "member").get(list).then().body("items.id", contains(booking));
        as(people, ADA, "member").get(list).then().body("items.id", contains(booking));
        as(people, CY, "staff").get(list).then().body("items.id", contains(booking));
        as(people, ADA, "member")
                .body("{\"state\": \"cancelled\"}")
                .patch(url)
                .then()
                .statusCode(403);
    }

    @Test
    void onesOwnListIsRememberedForOneselfAndDroppedByAChange() {
        String room = room();
        String list = "/api/bookings?room=" + room;
        as(people, BO, "member").get(list).then().header("X-Cache", "MISS").body("items", empty());
        as(people, BO, "member").get(list).then().header("X-Cache", "HIT");
        as(people, CY, "member").get(list).then().header("X-Cache", "MISS");
        as(people, ADA, "member").get(list).then().header("X-Cache", "MISS");

        id(create(people, BO, "bookings", booking(room, "2027-07-01", "2027-07-02")));

        as(people, BO, "member").get(list).then().header("X-Cache", "MISS").body("items", hasSize(1));
        as(people, ADA, "member").get(list).then().header("X-Cache", "MISS").body("items", hasSize(1));
        as(people, CY, "member").get(list).then().header("X-Cache", "HIT").body("items", empty());
    }

    @Test
    void figuresAboutAnItemFollowWhatRefersToIt() {
        String room = room();
        String other = room();
        given().get("/api/rooms/" + room + "/stats")
                .then()
                .header("X-Cache", "MISS")
                .body("bookings", equalTo(0), "rating", nullValue());
        given().get("/api/rooms/" + other + "/stats").then().header("X-Cache", "MISS");

        id(create(people, BO, "reviews", review(room, 5)));
        id(create(people, CY, "reviews", review(room, 4)));
        id(create(people, CY, "bookings", booking(room, "2027-08-01", "2027-08-02")));

        given().get("/api/rooms/" + room + "/stats")
                .then()
                .header("X-Cache", "MISS")
                .body("bookings", equalTo(1), "confirmed", equalTo(1), "rating", equalTo(4.5f));
        given().get("/api/rooms/" + room + "/stats").then().header("X-Cache", "HIT");
        given().get("/api/rooms/" + other + "/stats").then().header("X-Cache", "HIT");
        given().get("/api/reviews/" + UUID.randomUUID() + "/stats").then().statusCode(404);
        given().get("/api/rooms/" + UUID.randomUUID() + "/stats").then().statusCode(404);
    }

    private String room() {
        return id(create(people, ADA, "rooms", "{\"title\": \"Salle\", \"open\": true}"));
    }

    private static String booking(String room, String from, String to) {
        return "{\"room\": \"%s\", \"starts\": \"%sT10:00:00Z\", \"ends\": \"%sT10:00:00Z\", \"state\": \"confirmed\"}"
                .formatted(room, from, to);
    }

    private static String review(String room, int rating) {
        return "{\"room\": \"%s\", \"rating\": %d}".formatted(room, rating);
    }
}
