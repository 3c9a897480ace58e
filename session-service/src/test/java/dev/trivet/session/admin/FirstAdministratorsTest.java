package dev.trivet.session.admin;

import static dev.trivet.session.People.PASSWORD;
import static dev.trivet.session.People.call;
import static dev.trivet.session.People.login;
import static dev.trivet.session.People.signIn;
import static dev.trivet.session.People.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.Map;

@QuarkusTest
@TestProfile(FirstAdministratorsTest.Named.class)
@QuarkusTestResource(TestServers.class)
class FirstAdministratorsTest {

    private static final String HERS = "founder@example.org";

    @Inject
    People people;

    @Inject
    FirstAdministrators administrators;

    public static class Named implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("trivet.people.administrators", "Founder@Example.org,user@example.org");
        }
    }

    @Test
    void whoeverOwnsTheMailboxBecomesAnAdministratorAndNobodyWhoTypedTheAddressFirst() {
        call("register", Map.of("email", HERS, "password", "eleven otters sleep late", "name", "Eve"))
                .statusCode(202);
        assertThat(people.nextMail(HERS)).startsWith("Vous avez déjà un compte");
        login(HERS, "eleven otters sleep late").statusCode(401);

        call("forgot-password", Map.of("email", HERS)).statusCode(202);
        call("reset-password", Map.of("token", people.mailedToken(HERS), "password", PASSWORD))
                .statusCode(204);

        var admin = signIn(HERS, PASSWORD);
        with(admin).get("/api/auth/me").then().body("roles", hasItem("admin"));
        with(admin).get("/api/auth/admin/users").then().statusCode(200);
    }

    @Test
    void whoeverHasAnAccountGetsTheRoleOnce() {
        administrators.appoint();
        administrators.appoint();

        var roles = people.rows("select roles from account where email = 'user@example.org'")
                .get(0)
                .getArrayOfStrings("roles");
        assertThat(roles).containsExactlyInAnyOrder("member", "admin");
    }
}
