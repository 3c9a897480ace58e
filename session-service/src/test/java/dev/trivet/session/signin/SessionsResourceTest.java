package dev.trivet.session.signin;

import static dev.trivet.session.People.PASSWORD;
import static dev.trivet.session.People.call;
import static dev.trivet.session.People.refresh;
import static dev.trivet.session.People.signIn;
import static dev.trivet.session.People.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SessionsResourceTest {

    @Inject
    People people;

    private String email;

    @BeforeEach
    void somebody() {
        email = people.register();
    }

    @Test
    void everyDeviceIsListedWithWhatIsKnownOfIt() {
        signIn(email, PASSWORD);
        var phone = given().contentType("application/json")
                .header("X-Trivet-Address", "192.0.2.7")
                .header("User-Agent", "Loop/2.1")
                .body(Map.of(
                        "email",
                        email,
                        "password",
                        PASSWORD,
                        "device",
                        Map.of(
                                "id",
                                "d-1",
                                "type",
                                "phone",
                                "os",
                                "Android 15",
                                "browser",
                                "Firefox",
                                "location",
                                "Lyon")))
                .post("/api/auth/login")
                .jsonPath();

        with(phone)
                .get("/api/auth/sessions")
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-store")
                .body("items", hasSize(2))
                .body("items[0].id", equalTo(phone.getString("session.id")))
                .body("items[0].current", equalTo(true))
                .body("items[0].device.os", equalTo("Android 15"))
                .body("items[0].address", equalTo("192.0.2.7"))
                .body("items[0].userAgent", equalTo("Loop/2.1"))
                .body("items[0].createdAt", notNullValue())
                .body("items[0].lastSeenAt", notNullValue())
                .body("items[1].current", equalTo(false));
    }

    @Test
    void oneDeviceIsSignedOutFromAnother() {
        var here = signIn(email, PASSWORD);
        var lost = signIn(email, PASSWORD);

        with(here)
                .delete("/api/auth/sessions/" + lost.getString("session.id"))
                .then()
                .statusCode(204);

        with(lost).get("/api/auth/me").then().statusCode(401);
        refresh(lost.getString("refreshToken")).statusCode(401);
        with(here).get("/api/auth/sessions").then().body("items", hasSize(1));
        with(here)
                .delete("/api/auth/sessions/" + lost.getString("session.id"))
                .then()
                .statusCode(404);
    }

    @Test
    void nobodyReachesSomebodyElsesSession() {
        var mine = signIn(email, PASSWORD);
        var hers = signIn(people.register(), PASSWORD);
        String id = hers.getString("session.id");

        with(mine).get("/api/auth/sessions/" + id).then().statusCode(404);
        with(mine).delete("/api/auth/sessions/" + id).then().statusCode(404);
        with(mine)
                .body("{\"data\": {}}")
                .patch("/api/auth/sessions/" + id)
                .then()
                .statusCode(404);
        with(hers).get("/api/auth/me").then().statusCode(200);
        with(mine).get("/api/auth/sessions/" + UUID.randomUUID()).then().statusCode(404);
        with(mine).get("/api/auth/sessions/nonsense").then().statusCode(404);
    }

    @Test
    void signingOutOfOthersLeavesThisOne() {
        var here = signIn(email, PASSWORD);
        var there = signIn(email, PASSWORD);

        with(here).post("/api/auth/logout-others").then().statusCode(204);

        with(here).get("/api/auth/me").then().statusCode(200);
        with(there).get("/api/auth/me").then().statusCode(401);
    }

    @Test
    void signingOutEverywhereEndsAllOfThem() {
        var here = signIn(email, PASSWORD);
        var there = signIn(email, PASSWORD);

        with(here).post("/api/auth/logout-all").then().statusCode(204);

        for (JsonPath session : java.util.List.of(here, there)) {
            with(session).get("/api/auth/me").then().statusCode(401);
            refresh(session.getString("refreshToken")).statusCode(401);
        }
        with(signIn(email, PASSWORD)).get("/api/auth/me").then().statusCode(200);
    }

    @Test
    void aRefreshTokenIsEnoughToSignOut() {
        var session = signIn(email, PASSWORD);

        call("logout", Map.of("refreshToken", session.getString("refreshToken")))
                .statusCode(204);

        with(session).get("/api/auth/me").then().statusCode(401);
        call("logout", Map.of("refreshToken", "none of ours")).statusCode(204);
    }

    @Test
    void anAccessTokenSignsOutThoughTheRefreshTokenBesideItIsNone() {
        var session = signIn(email, PASSWORD);

        with(session)
                .body(Map.of("refreshToken", "none of ours"))
                .post("/api/auth/logout")
                .then()
                .statusCode(204);

        refresh(session.getString("refreshToken")).statusCode(401);
    }

    @Test
    void signingOutAgainIsWrittenDownNoMore() {
        var session = signIn(email, PASSWORD);
        for (int i = 0; i < 3; i++) {
            with(session).post("/api/auth/logout").then().statusCode(204);
        }

        assertThat(people.rows(
                        "select 1 from audit where session_id = $1 and action = 'signed-out'",
                        UUID.fromString(session.getString("session.id"))))
                .hasSize(1);
    }

    @Test
    void aCookieIsSignedOutThoughTheAccessTokenBesideItIsOver() {
        String cookie = call("login", Map.of("email", email, "password", PASSWORD, "cookie", true))
                .extract()
                .header("Set-Cookie")
                .split(";")[0];

        given().header("Cookie", cookie)
                .header("Authorization", "Bearer over")
                .post("/api/auth/logout")
                .then()
                .statusCode(204);

        given().header("Cookie", cookie)
                .contentType("application/json")
                .body("{}")
                .post("/api/auth/refresh")
                .then()
                .statusCode(401);
    }

    /** Two sites may have one database, and one secret. */
    @Test
    void aSessionOfAnotherSiteIsNotReachedByItsRefreshToken() {
        var session = signIn(email, PASSWORD);
        UUID id = UUID.fromString(session.getString("session.id"));
        people.rows("update session set site = 'elsewhere' where id = $1", id);

        call("refresh", Map.of("refreshToken", session.getString("refreshToken")))
                .statusCode(401);
        call("logout", Map.of("refreshToken", session.getString("refreshToken")))
                .statusCode(204);

        assertThat(people.rows("select 1 from session where id = $1 and generation = 0 and ended_at is null", id))
                .hasSize(1);
    }

    @Test
    void whatAClientKeepsIsNotTooDeepToBeListed() {
        var session = signIn(email, PASSWORD);
        for (String deep : List.of("[".repeat(500) + "]".repeat(500), "[{\"a\":[{\"a\":[{\"a\":[{\"a\":1}]}]}]}]")) {
            with(session)
                    .body("{\"data\":{\"a\":" + deep + "}}")
                    .patch("/api/auth/sessions/current")
                    .then()
                    .statusCode(422);
        }
        with(session)
                .body("{\"data\":{\"a\":[[1,{\"b\":null}]]}}")
                .patch("/api/auth/sessions/current")
                .then()
                .statusCode(200);
    }

    @Test
    void aClientKeepsSmallThingsWithItsSession() {
        var session = call(
                        "login",
                        Map.of(
                                "email",
                                email,
                                "password",
                                PASSWORD,
                                "data",
                                Map.of("locale", "ar_SY", "theme", "dark")))
                .statusCode(200)
                .body("session.data.locale", equalTo("ar_SY"))
                .extract()
                .jsonPath();
        Map<String, Object> change = new HashMap<>(Map.of("locale", "fr_FR", "reader", Map.of("size", 14)));
        change.put("theme", null);

        with(session)
                .body(Map.of("data", change))
                .patch("/api/auth/sessions/current")
                .then()
                .statusCode(200)
                .body("data.locale", equalTo("fr_FR"), "data.theme", nullValue(), "data.reader.size", equalTo(14));

        refresh(session.getString("refreshToken")).body("session.data.locale", equalTo("fr_FR"));
        with(session)
                .body(Map.of("data", Map.of("big", "x".repeat(5_000))))
                .patch("/api/auth/sessions/current")
                .then()
                .statusCode(422);
        with(session)
                .body(Map.of("data", Map.of("nul", "\u0000")))
                .patch("/api/auth/sessions/current")
                .then()
                .statusCode(422);
        with(session).body("{}").patch("/api/auth/sessions/current").then().statusCode(400);
    }

    @Test
    void oneSessionTooManyEndsTheOldest() {
        var first = signIn(email, PASSWORD);
        people.rows(
                "insert into session (id, account_id, site, expires_at, absolute_at) select gen_random_uuid(), account_id,"
                        + " site, expires_at, absolute_at from session, generate_series(1, 19) where id = $1",
                UUID.fromString(first.getString("session.id")));

        var last = signIn(email, PASSWORD);

        with(last).get("/api/auth/sessions").then().body("items", hasSize(20));
        with(first).get("/api/auth/me").then().statusCode(401);
        refresh(first.getString("refreshToken")).statusCode(401);
    }

    @Test
    void aPageKeepsItsRefreshTokenWhereNoScriptReadsIt() {
        var answer = call("login", Map.of("email", email, "password", PASSWORD, "cookie", true))
                .statusCode(200)
                .body("refreshToken", nullValue())
                .header("Set-Cookie", containsString("; Path=/api/auth; HttpOnly; Secure; SameSite=Strict; Max-Age="))
                .extract();
        String cookie = answer.header("Set-Cookie").split(";")[0];

        String next = given().contentType("application/json")
                .header("Cookie", cookie)
                .body("{}")
                .post("/api/auth/refresh")
                .then()
                .statusCode(200)
                .body("refreshToken", nullValue())
                .extract()
                .header("Set-Cookie")
                .split(";")[0];
        assertThat(next).isNotEqualTo(cookie);

        // What another site's page can send: a form, or a request that the browser marks.
        given().contentType("application/x-www-form-urlencoded")
                .header("Cookie", next)
                .post("/api/auth/refresh")
                .then()
                .statusCode(415);
        given().contentType("application/json")
                .header("Cookie", next)
                .header("Sec-Fetch-Site", "cross-site")
                .body("{}")
                .post("/api/auth/refresh")
                .then()
                .statusCode(403);

        given().header("Cookie", next)
                .post("/api/auth/logout")
                .then()
                .statusCode(204)
                .header("Set-Cookie", containsString("Max-Age=0"));
        given().contentType("application/json")
                .header("Cookie", next)
                .body("{}")
                .post("/api/auth/refresh")
                .then()
                .statusCode(401)
                .header("Set-Cookie", nullValue());
        call("refresh", Map.of()).statusCode(400);
    }

    @Test
    void whatIsDoneIsInTheAuditLog() {
        var session = signIn(email, PASSWORD);
        with(session).post("/api/auth/logout").then().statusCode(204);

        var actions = people.rows(
                "select action from audit where account_id = (select id from account where email = $1) order by seq",
                email);

        assertThat(actions)
                .extracting(row -> row.getString(0))
                .containsExactly("registered", "signed-in", "signed-out");
    }
}
