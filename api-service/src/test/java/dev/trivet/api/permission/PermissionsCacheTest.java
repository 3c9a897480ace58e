package dev.trivet.api.permission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.trivet.common.permission.PermissionTags;
import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URL;
import java.util.UUID;

/** What people may do, through the cache. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class PermissionsCacheTest {

    private static final String LISTING =
            "{\"title\": \"Salle claire\", \"kind\": \"studio\", \"city\": \"Lyon\", \"capacity\": 4, \"pricePerHour\": 20}";

    FakeSessionService people;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    private final UUID user = UUID.randomUUID();

    @BeforeEach
    void awaitReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @AfterEach
    void answerAgain() {
        people.tellsPermissions(true);
    }

    @Test
    void theyAreAskedForOnce() {
        RequestSpecification staff = as("staff");
        int before = people.timesAskedForPermissions();

        for (int i = 0; i < 5; i++) {
            assertThat(administers(staff)).isEqualTo(200);
        }

        assertThat(people.timesAskedForPermissions()).isEqualTo(before + 1);
    }

    @Test
    void whatChangedCountsOnceTheUsersTagIsDropped() {
        RequestSpecification someone = as("member");
        assertThat(administers(someone)).isEqualTo(403);

        people.redefines(user, "staff");
        assertThat(administers(someone)).isEqualTo(403);

        drop(PermissionTags.of(user));
        await().until(() -> administers(someone) == 200);
    }

    @Test
    void orEverybodys() {
        RequestSpecification someone = as("staff");
        assertThat(administers(someone)).isEqualTo(200);

        people.redefines(user, "member");
        drop(PermissionTags.EVERYBODY);

        await().until(() -> administers(someone) == 403);
    }

    @Test
    void aTokenThatWasMadeAfterARoleWasGivenNeedsNoDrop() {
        assertThat(administers(as("member"))).isEqualTo(403);
        assertThat(administers(as("staff"))).isEqualTo(200);
        assertThat(administers(as("member"))).isEqualTo(403);
    }

    @Test
    void theRolesInATokenCountForNothing() {
        RequestSpecification someone = as("staff");
        people.redefines(user, "member");

        assertThat(administers(someone)).isEqualTo(403);
    }

    @Test
    void whoeverReadsWhatIsOpenIsNotAskedAbout() {
        RequestSpecification someone = as("member");
        int before = people.timesAskedForPermissions();

        given().spec(someone).get("/api/amenities").then().statusCode(200);
        given().get("/api/listings").then().statusCode(200);

        assertThat(people.timesAskedForPermissions()).isEqualTo(before);
    }

    @Test
    void withoutAnAnswerNobodyMayButWithHisOwn() {
        String mine = given().spec(as("member"))
                .body(LISTING)
                .post("/api/listings")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        drop(PermissionTags.of(user));
        people.tellsPermissions(false);
        // Another epoch, of which nothing is cached.
        RequestSpecification someone = as("staff");

        given().spec(someone)
                .get("/api/cache/stats")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:trivet:problem:unavailable"));
        given().spec(someone).get("/api/bookings").then().statusCode(503);
        given().spec(someone).get("/api/listings/" + mine).then().statusCode(200);
        given().spec(someone)
                .body("{\"capacity\": 5}")
                .patch("/api/listings/" + mine)
                .then()
                .statusCode(200);

        people.tellsPermissions(true);
        assertThat(administers(someone)).isEqualTo(200);
    }

    @Test
    void whatIsCachedGoesOnWithoutSessionService() {
        RequestSpecification staff = as("staff");
        assertThat(administers(staff)).isEqualTo(200);

        people.tellsPermissions(false);

        assertThat(administers(staff)).isEqualTo(200);
    }

    /** A call that needs a permission; the cache's own figures say nothing of whoever asks. */
    private static int administers(RequestSpecification who) {
        return given().spec(who).get("/api/cache/stats").statusCode();
    }

    private RequestSpecification as(String role) {
        return given().header("Authorization", "Bearer " + people.token(user, UUID.randomUUID(), role))
                .contentType("application/json");
    }

    private void drop(String tag) {
        redis.send(Request.cmd(Command.DEL).arg(keys.generation(tag)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
