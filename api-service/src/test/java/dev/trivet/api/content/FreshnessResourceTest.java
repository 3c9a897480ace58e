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
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.api.popularity.Popularity;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.FakeSessionService;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What a change drops and what it leaves alone, and what clients and CDNs are told. */
@QuarkusTest
@TestProfile(RoomsSite.class)
class FreshnessResourceTest {

    FakeSessionService people;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @Inject
    Pool pool;

    @Inject
    Popularity popularity;

    @Inject
    RedisLinks redis;

    @Inject
    Warmup warmup;

    @Inject
    Types types;

    private final String city = "C" + UUID.randomUUID().toString().substring(0, 8);
    private final String elsewhere = "E" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void waitForKeys() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @Test
    void aChangeRefreshesExactlyWhatShowsItOrIsOrderedByIt() {
        String edited = room(city, "Atelier", 5);
        String neighbour = room(city, "Cave", 6);
        room(elsewhere, "Grenier", 7);
        List<String> shows = List.of(
                "/api/rooms/" + edited,
                "/api/rooms?city=" + city,
                "/api/rooms?city=" + city + "&q=atelier",
                "/api/rooms?city=" + city + "&sort=-price");
        List<String> doesNot = List.of(
                "/api/rooms/" + neighbour,
                "/api/rooms?city=" + elsewhere,
                "/api/rooms?city=" + city + "&q=cave",
                "/api/rooms?city=" + city + "&price.gt=100",
                "/api/rooms?city=" + elsewhere + "&sort=price",
                "/api/reviews");
        warm(shows);
        warm(doesNot);

        // The note is neither searched nor sorted by: only what shows the room is another.
        edit(edited, "{\"note\": \"new\"}");
        shows.forEach(url -> given().get(url).then().header("X-Cache", "MISS"));
        doesNot.forEach(url -> given().get(url).then().header("X-Cache", "HIT"));

        // A price puts a room into lists that did not show it, in its own city.
        edit(edited, "{\"price\": 200}");
        shows.forEach(url -> given().get(url).then().header("X-Cache", "MISS"));
        given().get(doesNot.get(3)).then().header("X-Cache", "MISS").body("items.id", equalTo(List.of(edited)));
        for (int other : List.of(0, 1, 2, 4, 5)) {
            given().get(doesNot.get(other)).then().header("X-Cache", "HIT");
        }

        // Moving concerns the city it leaves and the one it comes to.
        edit(edited, "{\"city\": \"" + elsewhere + "\"}");
        given().get("/api/rooms?city=" + city).then().header("X-Cache", "MISS").body("items.size()", equalTo(1));
        given().get("/api/rooms?city=" + elsewhere)
                .then()
                .header("X-Cache", "MISS")
                .body("items.size()", equalTo(2));
        given().get("/api/rooms/" + neighbour).then().header("X-Cache", "HIT");
    }

    @Test
    void manyWhoAskAtOnceForWhatIsNotCachedShareOneLoad() {
        String url = "/api/rooms?city=" + city;
        List<String> answers = IntStream.range(0, 100)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> given().get(url).header("Cache-Status")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).containsOnlyOnce("trivet; fwd=uri-miss; stored");
    }

    @Test
    void aCdnIsToldHowLongAndByWhichTags() {
        String room = room(city, "Atelier", 5);

        given().get("/api/rooms/" + room)
                .then()
                .header(
                        "Cache-Control",
                        "public, max-age=10, s-maxage=60, stale-while-revalidate=30, stale-if-error=3600")
                .header("Surrogate-Key", containsString("rooms:" + room))
                .header("Vary", "Accept-Encoding")
                .header("Cache-Status", "trivet; fwd=uri-miss; stored");
        given().get("/api/rooms?city=" + city)
                .then()
                .header("Surrogate-Key", containsString("rooms:" + room))
                .header("Surrogate-Key", containsString("rooms:list:city=" + city));
        given().get("/api/reviews")
                .then()
                .header("Cache-Control", "public, max-age=0, must-revalidate")
                .header("Surrogate-Key", nullValue());
        as(people, BO, "member").get("/api/bookings").then().header("Surrogate-Key", nullValue());
    }

    @Test
    void aLargeAnswerIsSentCompressedToWhoAcceptsIt() {
        for (int i = 0; i < 10; i++) {
            room(city, "Une salle assez grande, numéro " + i, i);
        }
        String url = "/api/rooms?city=" + city;
        byte[] plain = given().header("Accept-Encoding", "identity")
                .get(url)
                .then()
                .extract()
                .asByteArray();

        var packed = given().header("Accept-Encoding", "br;q=1, gzip")
                .get(url)
                .then()
                .header("Content-Encoding", "gzip")
                .header("ETag", endsWith("-gzip\""))
                .extract();
        assertThat(packed.asByteArray()).isEqualTo(plain);
        given().header("Accept-Encoding", "gzip")
                .header("If-None-Match", packed.header("ETag"))
                .get(url)
                .then()
                .statusCode(304)
                .header("ETag", packed.header("ETag"));
        for (String strange : List.of(";", ",;,", "gzip;", "*;q=0.5, gzip;q=0", "")) {
            given().header("Accept-Encoding", strange).get(url).then().statusCode(200);
        }
        given().header("Accept-Encoding", "gzip;q=0")
                .get(url)
                .then()
                .header("Content-Encoding", nullValue())
                .header("ETag", not(endsWith("-gzip\"")));
    }

    /** A CDN may keep errors too, unless it is told not to. */
    @Test
    void noErrorIsKeptByAnybody() {
        for (String url : List.of("/api/rooms/" + UUID.randomUUID(), "/api/rooms?colour=red", "/api/bookings")) {
            given().get(url).then().header("Cache-Control", "no-store").header("Surrogate-Key", nullValue());
        }
    }

    @Test
    void aPageOfLargeItemsEndsEarlyAndGoesOn() {
        for (int i = 0; i < 20; i++) {
            create(
                            people,
                            ADA,
                            "rooms",
                            ("{\"title\": \"large\", \"open\": true, \"city\": \"%s\", \"text\": \"%s\", \"note\": \"n\"}")
                                    .formatted(city, "x".repeat(19_990)))
                    .statusCode(201);
        }
        String url = "/api/rooms?limit=100&city=" + city;
        var first = given().get(url).then().statusCode(200).extract().jsonPath();
        int shown = first.getList("items").size();
        var rest = given().get(url + "&after=" + first.getString("next"))
                .then()
                .extract()
                .jsonPath();

        assertThat(shown).isBetween(1, 19);
        assertThat(shown + rest.getList("items").size()).isEqualTo(20);
        create(
                        people,
                        ADA,
                        "rooms",
                        "{\"title\": \"large\", \"features\": [\"" + "x".repeat(999)
                                + ("\", \"" + "x".repeat(999)).repeat(70) + "\"]}")
                .statusCode(413);
    }

    @Test
    void theTagOfACompressedAnswerServesAsACondition() {
        String room = room(city, "Atelier", 5);
        String etag = given().get("/api/rooms/" + room).header("ETag");

        as(people, ADA, "member")
                .header("If-Match", etag.replaceAll("\"$", "-gzip\""))
                .body("{\"price\": 6}")
                .patch("/api/rooms/" + room)
                .then()
                .statusCode(200);
        as(people, ADA, "member")
                .header("If-Match", etag)
                .body("{\"price\": 7}")
                .patch("/api/rooms/" + room)
                .then()
                .statusCode(412);
    }

    @Test
    void aMemberReadsWhatAllMembersMayFromTheCacheAndNobodyElseDoes() {
        String diary = id(create(people, ADA, "diaries", "{\"text\": \"Dear diary\"}"));
        String url = "/api/diaries/" + diary;

        as(people, BO, "member").get(url).then().header("X-Cache", "MISS").header("Cache-Control", "private, no-store");
        as(people, CY, "member").get(url).then().header("X-Cache", "HIT").header("Cache-Control", "private, no-store");
        given().get(url).then().statusCode(401);
        given().get("/api/diaries").then().statusCode(401);
    }

    @Test
    void theSitesFiguresFollowWhatTheyCount() {
        room(city, "Atelier", 5);
        var before = given().get("/api/analytics/stats")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        given().get("/api/analytics/stats").then().header("X-Cache", "HIT");

        create(people, CY, "rooms", "{\"title\": \"x\", \"open\": true, \"price\": 1000.25}")
                .statusCode(201);

        given().get("/api/analytics/stats")
                .then()
                .header("X-Cache", "MISS")
                .body("rooms", equalTo(before.getInt("rooms") + 1))
                .body("hosts", equalTo(before.getInt("hosts") + 1))
                .body("dearest", equalTo(1000.25f))
                .header("Cache-Control", "public, max-age=0, must-revalidate");
    }

    @Test
    void countersRiseAtOnceAndLoseNobody() {
        int before = given().get("/api/analytics/stats").path("visitors");

        List<Integer> answers = IntStream.range(0, 60)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> given().post("/api/stats/visitors").statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).containsOnly(200);
        given().get("/api/analytics/stats").then().body("visitors", equalTo(before + 60));
        given().post("/api/stats/guests").then().statusCode(404);
        given().post("/api/stats/likes").then().body("likes", greaterThan(0));
    }

    /** A reading is counted whether it is answered from memory, from Redis or from PostgreSQL. */
    @Test
    void whatIsReadMostIsKnown() {
        String favourite = room(city, "Atelier", 5);
        String other = room(city, "Cave", 5);
        for (int i = 0; i < 10; i++) {
            given().get("/api/rooms/" + favourite).then().statusCode(200);
        }
        given().get("/api/rooms/" + other).then().statusCode(200);
        popularity.write().await().atMost(Duration.ofSeconds(5));

        List<UUID> mostRead = popularity.mostRead("rooms", 1_000).await().atMost(Duration.ofSeconds(5));
        assertThat(mostRead).containsSubsequence(UUID.fromString(favourite), UUID.fromString(other));
    }

    @Test
    void whatThePackSaysIsWarm() {
        given().get(readiness).then().body("checks.find { it.name == 'content' }.data.warm", equalTo(true));
        String favourite = room("Lyon", "Atelier", 5);
        IntStream.range(0, 200).forEach(i -> popularity.read("rooms", UUID.fromString(favourite)));
        popularity.write().await().atMost(Duration.ofSeconds(5));

        warmup.warm(types.require("rooms")).await().atMost(Duration.ofSeconds(5));

        for (String url : List.of("/api/rooms", "/api/rooms?city=Lyon", "/api/rooms/" + favourite)) {
            given().get(url).then().header("X-Cache", "HIT");
        }
    }

    @Test
    void administratorsSeeAndClearTheCacheAndAreWrittenDown() {
        String room = room(city, "Atelier", 5);
        warm(List.of("/api/rooms/" + room, "/api/reviews"));
        given().get("/api/cache/stats").then().statusCode(401);
        as(people, BO, "member").get("/api/cache/stats").then().statusCode(403);
        as(people, CY, "staff")
                .get("/api/cache/stats")
                .then()
                .statusCode(200)
                .body(
                        "keys",
                        greaterThan(1),
                        "memory",
                        greaterThan(100),
                        "hits",
                        greaterThan(1),
                        "misses",
                        greaterThan(1));

        as(people, CY, "staff")
                .body("{\"pattern\": \"rooms:*\"}")
                .post("/api/cache/clear")
                .then()
                .statusCode(200)
                .body("dropped", equalTo("rooms"), "deleted", greaterThan(0));

        given().get("/api/rooms/" + room).then().header("X-Cache", "MISS");
        given().get("/api/reviews").then().header("X-Cache", "HIT");
        String foreign = "rooms-of-others:rooms:list:x";
        redis.send(Request.cmd(Command.SET).arg(foreign).arg("theirs"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        warm(List.of("/api/analytics/stats"));
        as(people, CY, "staff")
                .body("{\"pattern\": \"stats:*\"}")
                .post("/api/cache/clear")
                .then()
                .statusCode(200);
        given().get("/api/analytics/stats").then().header("X-Cache", "MISS");
        given().contentType("text/plain")
                .body("x")
                .post("/api/cache/clear")
                .then()
                .statusCode(401);
        as(people, CY, "staff").post("/api/cache/clear").then().statusCode(200).body("dropped", equalTo("all"));
        given().get("/api/reviews").then().header("X-Cache", "MISS");
        as(people, CY, "staff")
                .body("{\"pattern\": \"room:*\"}")
                .post("/api/cache/clear")
                .then()
                .statusCode(400);
        as(people, BO, "member").body("{}").post("/api/cache/clear").then().statusCode(403);
        assertThat(pool.preparedQuery("select count(*) from audit where actor = $1")
                        .execute(Tuple.of(CY))
                        .await()
                        .atMost(Duration.ofSeconds(5))
                        .iterator()
                        .next()
                        .getLong(0))
                .isEqualTo(3);
    }

    private String room(String in, String title, int price) {
        return id(create(
                people,
                ADA,
                "rooms",
                "{\"title\": \"%s\", \"open\": true, \"city\": \"%s\", \"price\": %d}".formatted(title, in, price)));
    }

    private void edit(String room, String patch) {
        as(people, ADA, "member").body(patch).patch("/api/rooms/" + room).then().statusCode(200);
    }

    private static void warm(List<String> urls) {
        urls.forEach(url -> given().get(url).then().statusCode(200));
        urls.forEach(url -> given().get(url).then().header("X-Cache", "HIT"));
    }
}
