package dev.trivet.session.confirmation;

import static dev.trivet.session.People.PASSWORD;
import static dev.trivet.session.People.SEEDED;
import static dev.trivet.session.People.atOnce;
import static dev.trivet.session.People.call;
import static dev.trivet.session.People.login;
import static dev.trivet.session.People.newAddress;
import static dev.trivet.session.People.signIn;
import static dev.trivet.session.People.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.Map;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class RegisterResourceTest {

    @Inject
    People people;

    @Test
    void whoeverConfirmsTheAddressHasAnAccount() {
        String email = newAddress();
        call("register", registration(email)).statusCode(202).body(equalTo(""));
        login(email, PASSWORD).statusCode(401);

        call("verify-email", Map.of("token", people.mailedToken(email))).statusCode(204);

        with(signIn(email, PASSWORD))
                .get("/api/auth/me")
                .then()
                .body("email", equalTo(email), "name", equalTo("Nina"), "roles", contains("member"));
    }

    @Test
    void theTokenWorksOnceHoweverManyTry() {
        String email = newAddress();
        call("register", registration(email));
        String token = people.mailedToken(email);

        var statuses = atOnce(
                20, () -> call("verify-email", Map.of("token", token)).extract().statusCode());

        assertThat(statuses).containsOnlyOnce(204).contains(422);
        call("verify-email", Map.of("token", token)).statusCode(422).body("errors.field", hasItem("token"));
    }

    @Test
    void theTokenIsGoodForAQuarterOfAnHour() {
        String email = newAddress();
        call("register", registration(email));
        String token = people.mailedToken(email);
        var life = people.rows(
                "update confirmation set expires_at = now() - interval '1 second' where email = $1"
                        + " returning extract(epoch from expires_at - requested_at)",
                email);
        assertThat(life).hasSize(1);

        call("verify-email", Map.of("token", token)).statusCode(422);
    }

    @Test
    void anAddressWithAnAccountIsAnsweredTheSameAndItsOwnerIsTold() {
        var unknown = call("register", registration(newAddress())).extract();
        var known = call("register", registration("user@example.org")).extract();

        assertThat(known.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(202);
        assertThat(known.body().asString()).isEqualTo(unknown.body().asString());
        assertThat(known.headers().asList().stream().map(header -> header.getName()))
                .isEqualTo(unknown.headers().asList().stream()
                        .map(header -> header.getName())
                        .toList());
        assertThat(people.nextMail("user@example.org")).startsWith("Vous avez déjà un compte");
        login("user@example.org", SEEDED).statusCode(200);
    }

    @Test
    void ofTwoWhoRegisterWithOneAddressItsOwnerDecides() {
        String email = newAddress();
        call("register", Map.of("email", email, "password", "eleven otters sleep late", "name", "Eve"));
        people.nextMail(email);
        call("register", registration(email.toUpperCase(java.util.Locale.ROOT)));

        call("verify-email", Map.of("token", people.mailedToken(email))).statusCode(204);

        signIn(email, PASSWORD);
        login(email, "eleven otters sleep late").statusCode(401);
    }

    @Test
    void aMailCanBeAskedForAgain() {
        String email = newAddress();
        call("register", registration(email));
        String first = people.mailedToken(email);

        call("verify-email/resend", Map.of("email", email)).statusCode(202);
        String second = people.mailedToken(email);

        call("verify-email", Map.of("token", first)).statusCode(422);
        call("verify-email", Map.of("token", second)).statusCode(204);
        String nobody = newAddress();
        call("verify-email/resend", Map.of("email", nobody)).statusCode(202);
        assertThat(people.mailsTo(nobody)).isZero();
    }

    @Test
    void wrongFieldsAreToldOneByOne() {
        call("register", Map.of("email", "", "name", "x".repeat(101)))
                .statusCode(422)
                .body("errors.field", contains("email", "name", "password"));
        call("register", Map.of("email", "not an address", "password", PASSWORD, "name", "Nina"))
                .statusCode(422)
                .body("errors.field", contains("email"));
        call("register", Map.of("email", newAddress(), "password", PASSWORD, "name", "Win at https://evil.example"))
                .statusCode(422)
                .body("errors.field", contains("name"));
        call("register", Map.of("email", newAddress(), "password", "correct horse battery staple", "name", "Nina"))
                .statusCode(422)
                .body("errors.field", contains("password"));
        call("verify-email", Map.of("token", "x".repeat(201))).statusCode(422);
        call("register", "[]").statusCode(400);
    }

    private static Map<String, String> registration(String email) {
        return Map.of("email", email, "password", PASSWORD, "name", "Nina");
    }
}
