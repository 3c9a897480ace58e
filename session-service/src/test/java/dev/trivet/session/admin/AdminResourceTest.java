package dev.trivet.session.admin;

import static dev.trivet.session.People.PASSWORD;
import static dev.trivet.session.People.SEEDED;
import static dev.trivet.session.People.call;
import static dev.trivet.session.People.login;
import static dev.trivet.session.People.refresh;
import static dev.trivet.session.People.signIn;
import static dev.trivet.session.People.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class AdminResourceTest {

    private static final String ADMIN = "/api/auth/admin";
    private static final String CREDENTIAL = "Bearer development-only-service-credential";

    @Inject
    People people;

    private JsonPath admin;
    private String email;
    private JsonPath person;
    private String id;

    @BeforeEach
    void somebody() {
        admin = signIn("admin@example.org", SEEDED);
        email = people.register();
        person = signIn(email, PASSWORD);
        id = with(person).get("/api/auth/me").jsonPath().getString("id");
    }

    @Test
    void onlyThoseWhoMayManagePeopleCome() {
        for (String path :
                List.of("/users", "/users/" + id, "/sessions", "/online", "/blacklist", "/audit", "/roles")) {
            given().get(ADMIN + path).then().statusCode(401);
            with(person).get(ADMIN + path).then().statusCode(403);
            with(admin).get(ADMIN + path).then().statusCode(200);
        }
        with(person)
                .body("{\"disabled\": true}")
                .patch(ADMIN + "/users/" + id)
                .then()
                .statusCode(403);
        with(person).body("{}").post(ADMIN + "/blacklist/x").then().statusCode(403);
        with(person).delete(ADMIN + "/users/" + id + "/sessions").then().statusCode(403);
    }

    @Test
    void peopleAreFoundByWhatIsKnownOfThem() {
        with(admin)
                .get(ADMIN + "/users?q=" + email.substring(0, 12).toUpperCase(java.util.Locale.ROOT))
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].email", equalTo(email), "items[0].online", equalTo(true), "next", nullValue());
        with(admin).get(ADMIN + "/users?q=%25").then().body("items", hasSize(0));
        with(admin).get(ADMIN + "/users?role=admin").then().body("items.roles", everyItem(hasItem("admin")));
        for (String wrong : List.of("limit=0", "limit=abc", "limit=99999999999", "disabled=x", "after=x")) {
            with(admin).get(ADMIN + "/users?" + wrong).then().statusCode(400);
        }
        with(admin).get(ADMIN + "/users/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void allPeopleAreListedPageByPageEachOnce() {
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonPath page = with(admin).get(ADMIN + "/users?limit=3" + after).jsonPath();
            seen.addAll(page.getList("items.id"));
            after = page.getString("next") == null ? null : "&after=" + page.getString("next");
        } while (after != null);

        assertThat(seen).doesNotHaveDuplicates().contains(id);
        assertThat((long) seen.size())
                .isEqualTo(people.rows("select count(*) from account").get(0).getLong(0));
    }

    @Test
    void aDisabledPersonIsOutAtOnceAndCannotComeBack() {
        change(id, Map.of("disabled", true)).statusCode(200).body("disabled", equalTo(true));

        with(person).get("/api/auth/me").then().statusCode(401);
        refresh(person.getString("refreshToken")).statusCode(401);
        login(email, PASSWORD).statusCode(401);
        call("forgot-password", Map.of("email", email)).statusCode(202);
        assertThat(people.mailsTo(email)).isZero();

        change(id, Map.of("disabled", false)).statusCode(200);
        signIn(email, PASSWORD);
        refresh(person.getString("refreshToken")).statusCode(401);
    }

    @Test
    void otherRolesCountFromTheNextRequestOn() {
        change(id, Map.of("roles", List.of("member", "staff")))
                .statusCode(200)
                .body("roles", contains("member", "staff"));

        with(person).get("/api/auth/me").then().statusCode(401);
        var renewed = refresh(person.getString("refreshToken"))
                .statusCode(200)
                .extract()
                .jsonPath();
        with(renewed)
                .get("/api/auth/permissions?resource=amenities&action=create")
                .then()
                .body("allowed", equalTo(true));

        change(id, Map.of("roles", List.of("member"))).statusCode(200);
        var again = refresh(renewed.getString("refreshToken")).extract().jsonPath();
        with(again)
                .get("/api/auth/permissions?resource=amenities&action=create")
                .then()
                .body("allowed", equalTo(false));
    }

    @Test
    void nobodyGivesWhatHeHasNotOrShutsHimselfOut() {
        change(id, Map.of("roles", List.of("nonsense"))).statusCode(422).body("errors.field", contains("roles"));
        change(id, Map.of("roles", List.of())).statusCode(422);
        change(id, Map.of("name", "")).statusCode(422);
        change(id, Map.of("name", " \u2003")).statusCode(422);
        String own = with(admin).get("/api/auth/me").jsonPath().getString("id");
        change(own, Map.of("disabled", true)).statusCode(409);
        change(own, Map.of("roles", List.of("member"))).statusCode(409);
        change(UUID.randomUUID().toString(), Map.of("disabled", true)).statusCode(404);
        with(person).get("/api/auth/me").then().statusCode(200);
    }

    @Test
    void ofTwoAdministratorsWhoDisableEachOtherOneStays() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<String> ids = new ArrayList<>();
            List<JsonPath> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String address = people.register();
                String one = with(signIn(address, PASSWORD))
                        .get("/api/auth/me")
                        .jsonPath()
                        .getString("id");
                change(one, Map.of("roles", List.of("admin"))).statusCode(200);
                ids.add(one);
                both.add(signIn(address, PASSWORD));
            }

            List<Integer> answers = together(2, n -> with(both.get(n))
                    .body(Map.of("disabled", true))
                    .patch(ADMIN + "/users/" + ids.get(1 - n))
                    .statusCode());

            assertThat(answers).contains(200).containsAnyOf(401, 403);
        }
    }

    @Test
    void moreChangesAtOnceThanThereAreConnectionsWaitForNoneOfThem() throws Exception {
        List<Integer> answers = together(60, n -> with(admin)
                .body(Map.of("name", "Name " + n))
                .patch(ADMIN + "/users/" + id)
                .statusCode());

        assertThat(answers).hasSize(60).containsOnly(200);
    }

    private static List<Integer> together(int many, IntFunction<Integer> call) throws Exception {
        var threads = Executors.newFixedThreadPool(many);
        try {
            List<Callable<Integer>> calls = IntStream.range(0, many)
                    .<Callable<Integer>>mapToObj(n -> () -> call.apply(n))
                    .toList();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void sessionsOfOthersAreSeenAndEnded() {
        var second = signIn(email, PASSWORD);
        with(admin)
                .get(ADMIN + "/sessions?user=" + id)
                .then()
                .body("items", hasSize(2))
                .body("items.jti", everyItem(notNullValue()));

        with(admin)
                .delete(ADMIN + "/sessions/" + second.getString("session.id"))
                .then()
                .statusCode(204);
        with(second).get("/api/auth/me").then().statusCode(401);
        with(person).get("/api/auth/me").then().statusCode(200);

        with(admin).delete(ADMIN + "/users/" + id + "/sessions").then().statusCode(204);
        with(person).get("/api/auth/me").then().statusCode(401);
        refresh(person.getString("refreshToken")).statusCode(401);
        with(admin).delete(ADMIN + "/sessions/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void aLesserAdministratorDoesNotSignAGreaterOneOut() {
        String own = with(admin).get("/api/auth/me").jsonPath().getString("id");
        with(admin)
                .body("{\"permissions\": [\"people:admin\"]}")
                .patch(ADMIN + "/roles/staff")
                .then()
                .statusCode(200);
        try {
            change(id, Map.of("roles", List.of("member", "staff"))).statusCode(200);
            var lesser = signIn(email, PASSWORD);

            with(lesser).get(ADMIN + "/users").then().statusCode(200);
            with(lesser)
                    .delete(ADMIN + "/sessions/" + admin.getString("session.id"))
                    .then()
                    .statusCode(403);
            with(lesser).delete(ADMIN + "/users/" + own + "/sessions").then().statusCode(403);
            with(admin).get("/api/auth/me").then().statusCode(200);
        } finally {
            with(admin)
                    .body(Map.of(
                            "permissions",
                            List.of(
                                    "listings:*",
                                    "amenities:*",
                                    "bookings:read",
                                    "bookings:update",
                                    "reviews:delete",
                                    "cache:admin")))
                    .patch(ADMIN + "/roles/staff")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void aSingleTokenIsPutOnTheBlacklistAndTakenOff() {
        String jti = with(admin).get(ADMIN + "/sessions?user=" + id).jsonPath().getString("items[0].jti");
        with(admin).get(ADMIN + "/blacklist/" + jti).then().statusCode(404);

        with(admin)
                .body(Map.of("reason", "found in a log"))
                .post(ADMIN + "/blacklist/" + jti)
                .then()
                .statusCode(201)
                .body("entry.reason", equalTo("found in a log"), "entry.user", equalTo(id));

        with(person).get("/api/auth/me").then().statusCode(401);
        introspect(person.getString("accessToken")).body("active", equalTo(false));
        with(admin).get(ADMIN + "/blacklist/" + jti).then().statusCode(200).body("blacklisted", equalTo(true));
        with(admin).get(ADMIN + "/blacklist").then().body("items.jti", hasItem(jti));
        // Its session goes on with the next token.
        var renewed = refresh(person.getString("refreshToken"))
                .statusCode(200)
                .extract()
                .jsonPath();
        with(renewed).get("/api/auth/me").then().statusCode(200);

        with(admin).delete(ADMIN + "/blacklist/" + jti).then().statusCode(204);
        with(person).get("/api/auth/me").then().statusCode(200);
        with(admin).delete(ADMIN + "/blacklist/" + jti).then().statusCode(404);
    }

    @Test
    void anEntryOutlivesEveryTokenAndGoesByItself() {
        String jti = UUID.randomUUID().toString();
        with(admin)
                .body(Map.of("until", "2020-01-01T00:00:00Z"))
                .post(ADMIN + "/blacklist/" + jti)
                .then()
                .statusCode(201);
        var left = people.rows(
                "select extract(epoch from forget_at - now())::float8 from blacklist where token_id = $1", jti);
        assertThat(left.get(0).getDouble(0)).isGreaterThan(20 * 60 + 4);

        people.rows("update blacklist set forget_at = now() - interval '1 second' where token_id = $1", jti);

        with(admin).get(ADMIN + "/blacklist/" + jti).then().statusCode(404);
        with(admin).post(ADMIN + "/blacklist/" + "x".repeat(101)).then().statusCode(400);
    }

    @Test
    void aTokenThatWasSignedOutIsOnTheBlacklist() {
        String jti = with(admin).get(ADMIN + "/sessions?user=" + id).jsonPath().getString("items[0].jti");

        with(person).post("/api/auth/logout").then().statusCode(204);

        with(admin).get(ADMIN + "/blacklist/" + jti).then().statusCode(200).body("entry.reason", equalTo("signed-out"));
    }

    @Test
    void servicesRevokeTokens() {
        given().formParam("token", "x").post("/api/auth/revoke").then().statusCode(401);
        revoke("none of ours");

        revoke(person.getString("accessToken"));
        with(person).get("/api/auth/me").then().statusCode(401);
        given().header("Authorization", "Bearer " + admin.getString("accessToken"))
                .post(ADMIN + "/blacklist/without-a-body")
                .then()
                .statusCode(201);

        revoke(person.getString("refreshToken"));
        refresh(person.getString("refreshToken")).statusCode(401);
    }

    @Test
    void whatAdministratorsDoIsWrittenDownWithTheirName() {
        change(id, Map.of("disabled", true));

        with(admin)
                .get(ADMIN + "/audit?user=" + id)
                .then()
                .body("items[0].action", equalTo("account-disabled"))
                .body(
                        "items[0].actor",
                        equalTo(with(admin).get("/api/auth/me").jsonPath().getString("id")))
                .body("items[0].address", equalTo("192.0.2.1"))
                .body("items.action", hasItem("signed-in"));
    }

    @Test
    void whoIsOnlineIsToldToThoseWhoMayKnow() {
        people.rows(
                "update session set last_seen_at = now() - interval '10 minutes' where account_id = $1",
                UUID.fromString(id));
        with(admin).get("/api/auth/online?user=" + id).then().body("online." + "'" + id + "'", equalTo(false));

        given().header("Authorization", CREDENTIAL)
                .contentType("application/json")
                .body(Map.of(
                        "sessions",
                        List.of(
                                person.getString("session.id"),
                                UUID.randomUUID().toString())))
                .post("/internal/activity")
                .then()
                .statusCode(204);

        with(admin).get("/api/auth/online?user=" + id).then().body("online." + "'" + id + "'", equalTo(true));
        with(admin).get(ADMIN + "/online").then().body("count", greaterThanOrEqualTo(1), "items.id", hasItem(id));
        with(person).get("/api/auth/online?user=" + id).then().statusCode(403);
        given().contentType("application/json")
                .body("{}")
                .post("/internal/activity")
                .then()
                .statusCode(401);
    }

    private ValidatableResponse change(String user, Map<String, Object> wish) {
        return with(admin)
                .header("X-Trivet-Address", "192.0.2.1")
                .body(wish)
                .patch(ADMIN + "/users/" + user)
                .then();
    }

    private static void revoke(String token) {
        given().header("Authorization", CREDENTIAL)
                .formParam("token", token)
                .post("/api/auth/revoke")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse introspect(String token) {
        return given().header("Authorization", CREDENTIAL)
                .formParam("token", token)
                .post("/api/auth/introspect")
                .then()
                .statusCode(200);
    }
}
