package dev.trivet.session.confirmation;

import static dev.trivet.session.People.PASSWORD;
import static dev.trivet.session.People.atOnce;
import static dev.trivet.session.People.call;
import static dev.trivet.session.People.login;
import static dev.trivet.session.People.newAddress;
import static dev.trivet.session.People.refresh;
import static dev.trivet.session.People.signIn;
import static dev.trivet.session.People.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PasswordResourceTest {

    private static final String ANOTHER = "nine kites over the dunes";

    @Inject
    People people;

    @Test
    void aForgottenPasswordIsReplacedByMailAndEndsAllSessions() {
        String email = people.register();
        var before = signIn(email, PASSWORD);
        call("forgot-password", Map.of("email", email)).statusCode(202);
        String token = people.mailedToken(email);

        call("reset-password", Map.of("token", token, "password", ANOTHER)).statusCode(204);

        with(before).get("/api/auth/me").then().statusCode(401);
        refresh(before.getString("refreshToken")).statusCode(401);
        login(email, PASSWORD).statusCode(401);
        signIn(email, ANOTHER);
        assertThat(people.nextMail(email)).startsWith("Votre mot de passe Lok'Room a été changé");
    }

    /** A record that holds one text could be made of plain text too, and would fail at it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "register",
                "verify-email",
                "verify-email/resend",
                "forgot-password",
                "reset-password",
                "change-password"
            })
    void bodiesAreJson(String path) {
        given().contentType("text/plain")
                .body("ann@example.org")
                .post("/api/auth/" + path)
                .then()
                .statusCode(415)
                .body("type", equalTo("urn:trivet:problem:unsupported-media-type"));
    }

    @Test
    void aResetTokenWorksOnceHoweverManyTry() {
        String email = people.register();
        call("forgot-password", Map.of("email", email));
        call("forgot-password", Map.of("email", email));
        String token = people.mailedToken(email);
        String second = people.mailedToken(email);

        var statuses = atOnce(20, () -> call("reset-password", Map.of("token", token, "password", ANOTHER))
                .extract()
                .statusCode());

        assertThat(statuses.stream().filter(status -> status == 204)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 422 || status == 503))
                .hasSize(19);
        call("reset-password", Map.of("token", second, "password", PASSWORD)).statusCode(422);
    }

    @Test
    void aTokenIsForItsPurposeAlone() {
        String email = newAddress();
        call("register", Map.of("email", email, "password", PASSWORD, "name", "Nina"));
        String token = people.mailedToken(email);

        call("reset-password", Map.of("token", token, "password", ANOTHER)).statusCode(422);
        call("verify-email", Map.of("token", token)).statusCode(204);
    }

    @Test
    void anUnknownAddressIsAnsweredTheSameAndGetsNoMail() {
        String email = newAddress();

        call("forgot-password", Map.of("email", email)).statusCode(202);

        assertThat(people.mailsTo(email)).isZero();
    }

    @Test
    void changingThePasswordEndsTheOtherSessionsAndTheirTokens() {
        String email = people.register();
        var here = signIn(email, PASSWORD);
        var elsewhere = signIn(email, PASSWORD);
        call("forgot-password", Map.of("email", email));
        String mailed = people.mailedToken(email);

        with(here)
                .body(Map.of("currentPassword", PASSWORD, "newPassword", ANOTHER))
                .post("/api/auth/change-password")
                .then()
                .statusCode(204);

        with(here).get("/api/auth/me").then().statusCode(200);
        refresh(here.getString("refreshToken")).statusCode(200);
        with(elsewhere).get("/api/auth/me").then().statusCode(401);
        refresh(elsewhere.getString("refreshToken")).statusCode(401);
        call("reset-password", Map.of("token", mailed, "password", PASSWORD)).statusCode(422);
        signIn(email, ANOTHER);
    }

    @Test
    void aWrongCurrentPasswordChangesNothing() {
        String email = people.register();

        with(signIn(email, PASSWORD))
                .body(Map.of("currentPassword", "wrong", "newPassword", ANOTHER))
                .post("/api/auth/change-password")
                .then()
                .statusCode(422)
                .body("errors.field", contains("currentPassword"));

        signIn(email, PASSWORD);
    }

    @Test
    void theSamePasswordIsNoNewOne() {
        with(signIn(people.register(), PASSWORD))
                .body(Map.of("currentPassword", PASSWORD, "newPassword", PASSWORD))
                .post("/api/auth/change-password")
                .then()
                .statusCode(422)
                .body("errors.field", contains("newPassword"));
    }

    @Test
    void whatTheDatabaseHoldsSignsNobodyIn() {
        String email = people.register();
        var session = signIn(email, PASSWORD);
        call("forgot-password", Map.of("email", email));
        String token = people.mailedToken(email);

        String dump = people.rows("select (select string_agg(t::text, ' ') from confirmation t)"
                        + " || (select string_agg(t::text, ' ') from account t)"
                        + " || (select string_agg(t::text, ' ') from session t)"
                        + " || coalesce((select string_agg(t::text, ' ') from audit t), '')")
                .get(0)
                .getString(0);

        assertThat(dump)
                .contains(email)
                .doesNotContain(token, PASSWORD, session.getString("refreshToken"), session.getString("accessToken"));
    }
}
